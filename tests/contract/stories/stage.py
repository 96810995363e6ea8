"""Where each story plays, and how one is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from ideahub.core.ids import new_id
from tests.support.room import Room, open_room


@dataclass
class Stage:
    """A room with two ideas, one of them in a cluster, and an action; told before the case begins."""

    room: Room
    ideas: list[UUID] = field(default_factory=list)
    cluster: UUID = field(default_factory=new_id)
    other: UUID = field(default_factory=new_id)
    action: UUID = field(default_factory=new_id)

    @classmethod
    def set(cls) -> "Stage":
        room = open_room(kinds=("collect", "vote", "discuss"), anonymous=False, comments=True)
        stage = cls(
            room, ideas=[room.capture(room.ben, "Solceller på taket"), room.capture(room.eva, "Vätgas i hamnen")]
        )
        ana = room.ana
        room.do(ana, "cluster.create", cluster=stage.cluster, title="Energi", column=None, ideas=stage.ideas[:1])
        room.do(ana, "cluster.create", cluster=stage.other, title="Hamn", column=room.columns[1].id, ideas=[])
        room.do(ana, "action.create", action=stage.action, title="Ring hamnen", owner_name="", ideas=stage.ideas[1:])
        return stage

    def review(self) -> UUID:
        self.room.set_up("collect", review=True)
        return self.room.capture(self.room.ben, "Väntar på granskning")

    def vote(self, **settings: object) -> None:
        self.room.go_to("vote", **{"max_per_target": 3, **settings})
        self.room.vote(self.room.ben, self.ideas[0], 2)


Story = Callable[[Stage], Iterator[None]]
STORIES: dict[str, Story] = {}


def story(tell: Story) -> Story:
    """A generator: what comes before its `yield` is the state before, what comes after it is the case."""
    STORIES[tell.__name__.replace("_", " ")] = tell
    return tell
