"""Standing behind somebody else's idea. A run of it is checked one by one, read for and stored together, and told as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog import together
from ideahub.eventlog.statements import Question, insert, save
from ideahub.ideas import rules
from ideahub.ideas.domain import find, with_parts
from ideahub.ideas.models import Idea, Support
from ideahub.protocol import events
from ideahub.workshops.rules import require_not_erased, require_participant
from ideahub.workshops.scene import Scene

SUPPORTED = Question(lambda people: Support.objects.filter(participant__in=people).order_by("id"))
ON_THEIR_OWN = Question(
    lambda workshop, ideas: Idea.objects.filter(workshop=workshop, pk__in=ideas, withdrawn=False, merged_into=None)
)
PARTS = Question(
    lambda ideas: Idea.objects.filter(merged_into__in=ideas).order_by().values_list("merged_into_id", "pk", "author_id")
)


@dataclass
class Backing:
    """What a run gives and takes back: nothing else may look for it before `write`."""

    scene: Scene
    ideas: dict[UUID, Idea]
    # By participant and the idea it was given to.
    given: dict[tuple[UUID, UUID], Support]
    # The idea it was merged into, itself, and its author.
    parts: Sequence[tuple[UUID | None, UUID, UUID | None]]
    new: dict[tuple[UUID, UUID], Support] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    changed: set[UUID] = field(default_factory=set)

    @classmethod
    def ask_ahead(cls, workshop: UUID, people: Collection[UUID], ideas: Collection[UUID]) -> None:
        SUPPORTED.ask_ahead(people)
        ON_THEIR_OWN.ask_ahead(workshop, ideas)
        PARTS.ask_ahead(ideas)

    @classmethod
    def opened(cls, scene: Scene, *, people: Collection[UUID], ideas: Collection[UUID]) -> "Backing":
        found = {one.id: one for one in ON_THEIR_OWN.ask(scene.workshop.pk, ideas)}
        given = {(one.participant_id, one.idea_id): one for one in SUPPORTED.ask(people)}
        return cls(scene, found, given, PARTS.ask(ideas))

    def say(self, actor: Actor, *, idea: UUID, on: bool) -> None:
        """Whether this participant stands behind an idea; saying it again changes nothing. Raises before it changes anything."""
        require_participant(actor)
        assert actor.participant is not None
        rules.require_open_for_support(self.scene)
        require_not_erased(self.scene, self.scene.participant(actor.participant))
        found = self._find(idea)
        own = self._given_by(actor.participant, found)
        if not (found.is_seen or own):
            raise DomainError("not_found", _("Idén finns inte i det här mötet."), field="idea")
        if on == bool(own):
            return
        is_author = self._is_author(actor.participant, found)
        if on and (is_author or rules.is_writer_of(self.scene, found, actor)):
            raise DomainError("not_allowed", _("Det är din egen idé. Stöd är till för andras."), field="idea")
        if on:
            self._give(actor.participant, found)
        else:
            self._take_back(own)
        self.scene.log.touched.add(actor.participant)
        # What they gave before it was merged into their own idea was not counted there.
        if not is_author:
            found.supports += 1 if on else -1
            self.changed.add(found.id)

    def _find(self, idea: UUID) -> Idea:
        """Those that were taken in after this was opened are looked for again. Raises `not_found`."""
        if idea not in self.ideas:
            self.ideas[idea] = find(self.scene, idea)
        return self.ideas[idea]

    def _given_by(self, person: UUID, idea: Idea) -> list[tuple[UUID, UUID]]:
        """Where this person gave it: to the idea, or to what was merged into it."""
        whole = [idea.id, *(part for into, part, _author in self.parts if into == idea.id)]
        return [key for one in whole if (key := (person, one)) in self.given]

    def _is_author(self, person: UUID, idea: Idea) -> bool:
        """Of it, or of a part of it."""
        return idea.author_id == person or any(
            into == idea.id and author == person for into, _part, author in self.parts
        )

    def _give(self, person: UUID, idea: Idea) -> None:
        key = (person, idea.id)
        self.given[key] = self.new[key] = Support(participant_id=person, idea=idea)

    def _take_back(self, own: list[tuple[UUID, UUID]]) -> None:
        for key in own:
            was = self.given.pop(key)
            if self.new.pop(key, None) is None:
                self.gone.add(was.pk)

    def write(self) -> None:
        """Stores what changed; those that the room sees are told in one event, for others only the staff is."""
        if self.gone:
            together.written(Support)
            Support.objects.filter(pk__in=self.gone).delete()
        insert(self.new.values())
        changed = [self.ideas[one] for one in sorted(self.changed)]
        save(changed, "supports")
        _record(self.scene, changed)


def _record(scene: Scene, changed: list[Idea]) -> None:
    for was_seen in (True, False):
        ideas = [one for one in changed if one.is_seen == was_seen]
        if not ideas:
            continue
        supports = {str(one.id): one.supports for one in ideas}
        scene.log.record(events.SupportChanged, was_seen=was_seen, supports=supports)
        if not was_seen:
            scene.log.touched |= {one.author_id for one in ideas if one.author_id}


def supported_by(people: Collection[UUID]) -> dict[UUID, list[str]]:
    """The ids of the ideas that each of these has given support to."""
    found: dict[UUID, list[str]] = {person: [] for person in people}
    for one in SUPPORTED.ask(people):
        found[one.participant_id].append(str(one.idea_id))
    return found


def count_supporters(idea: UUID) -> None:
    """Counts anew, with what was merged into it: each person once, and none of those who wrote it."""
    ideas = with_parts([idea])
    writers = ideas.exclude(author=None).values("author")
    given = Support.objects.filter(idea__in=ideas.values("pk")).exclude(participant__in=writers)
    Idea.objects.filter(pk=idea).update(supports=given.values("participant").distinct().count())


def take_all_back(scene: Scene, *, participant: UUID) -> None:
    """All that somebody stands behind, in any step and after the close: nothing of who gave it is kept."""
    given = Support.objects.filter(participant=participant)
    ideas = set(given.values_list("idea", flat=True))
    wholes = Idea.objects.filter(pk__in=ideas).exclude(merged_into=None).values_list("merged_into", flat=True)
    counted = Idea.objects.filter(pk__in={*ideas, *wholes}).order_by("id")
    before = {one.id: one.supports for one in counted}
    given.delete()
    for one in before:
        count_supporters(one)
    scene.log.touched.add(participant)
    alone = counted.filter(withdrawn=False, merged_into=None)
    _record(scene, [one for one in alone if one.supports != before[one.id]])


def drop(scene: Scene, *, idea: UUID) -> None:
    """Support of an idea that is gone: nothing of who gave it is kept."""
    given = Support.objects.filter(idea=idea)
    scene.log.touched |= set(given.values_list("participant", flat=True))
    given.delete()
    Idea.objects.filter(pk=idea).update(supports=0)
