"""Taking ideas in, again too. A run of captures is checked one by one, and read for and stored together."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.statements import Question, insert, save
from ideahub.ideas import rules
from ideahub.ideas.domain import record, record_threads, room_is_open
from ideahub.ideas.flags import flags_of
from ideahub.ideas.models import Idea
from ideahub.protocol import events
from ideahub.text import clean
from ideahub.workshops import rules as workshop_rules
from ideahub.workshops.models import Activity, Column
from ideahub.workshops.scene import COLUMNS, TABLES, Scene

SPENT = Question(lambda ideas: Idea.objects.filter(pk__in=ideas).order_by().values_list("pk"))


@dataclass
class Basket:
    """New ideas that are numbered and told but not yet stored: nothing else may look for them before `write`."""

    scene: Scene
    # Who may write in this run, so that what they have in is counted for all at once.
    people: Collection[UUID]
    spent_ids: set[UUID]
    new: list[Idea] = field(default_factory=list)
    # In each step, by author, or by the number of a table.
    had: dict[UUID, dict[UUID | int | None, int]] = field(default_factory=dict)

    @classmethod
    def ask_ahead(cls, workshop: UUID, ideas: Collection[UUID]) -> None:
        SPENT.ask_ahead(ideas)
        COLUMNS.ask_ahead(workshop)
        TABLES.ask_ahead(workshop)

    @classmethod
    def opened(cls, scene: Scene, *, people: Collection[UUID], ideas: Collection[UUID]) -> "Basket":
        return cls(scene, people, {idea for (idea,) in SPENT.ask(ideas)})

    def holds(self, idea: UUID) -> bool:
        """Whether it is one of the new ones."""
        return any(one.id == idea for one in self.new)

    def capture(
        self, actor: Actor, *, idea: UUID, column: UUID | None, text: str, said_table: int | None = None
    ) -> Idea:
        """Takes an idea in and gives it the number it keeps. Raises before it changes anything."""
        activity = rules.open_collect(self.scene)
        author = self.scene.participant(actor.participant)
        workshop_rules.require_may_send_text(self.scene, author)
        cleaned = clean(text, most=activity.rules.max_chars, field="text")
        home = self.scene.column(column)
        _require_column(self.scene, activity, home)
        table = rules.table_of(self.scene, actor, activity, said=said_table)
        self._require_room_for_one_more(actor, activity, table)
        flags = flags_of(cleaned)
        if idea in self.spent_ids:
            raise DomainError("invalid", _("Idén finns redan."), field="idea")
        number = self.scene.workshop.next_number
        new = Idea(
            id=idea,
            workshop=self.scene.workshop,
            number=number,
            step=activity.id,
            column=home,
            text=cleaned,
            author=author,
            author_name="" if activity.rules.anonymous or author is None or table else author.name,
            table=table,
            status="pending" if not actor.is_staff and rules.is_held(activity, flags) else "shown",
            room=actor.is_staff or room_is_open(activity, self.scene),
            flags=flags,
            position=number * 1024,
            created_at=self.scene.log.now,
        )
        self._put(new, activity, writer=table or actor.participant)
        return new

    def _require_room_for_one_more(self, actor: Actor, activity: Activity, table: int | None) -> None:
        if activity.rules.max_ideas_per_person is None or actor.participant is None:
            return
        if activity.id not in self.had:
            self.had[activity.id] = _count(self.scene, activity, self.people)
        _require_below_cap(activity, self.had[activity.id].get(table or actor.participant, 0), table=table)

    def _put(self, new: Idea, activity: Activity, *, writer: UUID | int | None) -> None:
        self.new.append(new)
        self.spent_ids.add(new.id)
        if (had := self.had.get(activity.id)) is not None and writer is not None:
            had[writer] = had.get(writer, 0) + 1
        self.scene.workshop.next_number += 1
        record(self.scene, events.IdeaCaptured, new, was_seen=False, parts=[])

    def write(self) -> None:
        if self.new:
            insert(self.new)
            save([self.scene.workshop], "next_number")


def _require_column(scene: Scene, activity: Activity, column: Column | None) -> None:
    """An area where the step takes ideas, in a meeting that has areas. Raises `invalid`."""
    if column is None and scene.columns:
        raise DomainError("invalid", _("Välj ett område för idén."), field="column")
    if column is not None and activity.rules.columns is not None and str(column.id) not in activity.rules.columns:
        raise DomainError("invalid", _("Området är inte med i det här steget. Välj ett annat."), field="column")


def _count(scene: Scene, activity: Activity, people: Collection[UUID]) -> dict[UUID | int | None, int]:
    """What is in of this step, by author and by table; withdrawn ideas not."""
    of_step = Q(step=activity.id) | Q(step=None)
    rows = scene.workshop.ideas.filter(of_step, withdrawn=False).order_by()
    alone = rows.filter(author__in=people, table=None).values_list("author")
    together = rows.exclude(table=None).values_list("table")
    return dict(alone.annotate(n=Count("pk"))) | dict(together.annotate(n=Count("pk")))


def _require_below_cap(activity: Activity, had: int, *, table: int | None) -> None:
    """The cap counts what the author has in of the step, or the table they write for."""
    most = activity.rules.max_ideas_per_person
    if most is not None and had >= most:
        raise DomainError("cap_reached", rules.cap_sentence(table))


def restore_idea(scene: Scene, actor: Actor, *, idea: UUID) -> None:
    """Brings back what its writer took back, as it was and under its own number, where a new idea would be taken.

    It waits for a leader where a new one would, and counts for the cap of the step that takes it. One that was not taken back
    stays as it is: its withdrawal may have been refused.
    """
    found = scene.workshop.ideas.filter(pk=idea).first()
    if found is None:
        raise DomainError("not_found", _("Idén finns inte i det här mötet."), field="idea")
    if not rules.is_writer_of(scene, found, actor):
        raise DomainError("not_allowed", _("Bara den som skrev idén kan ta tillbaka den."))
    if not found.withdrawn:
        return
    rules.require_text(found)
    activity = rules.open_collect(scene)
    workshop_rules.require_may_send_text(scene, scene.participant(actor.participant))
    _require_column(scene, activity, scene.column(found.column_id))
    had = _count(scene, activity, [actor.participant]) if actor.participant else {}
    _require_below_cap(activity, had.get(found.table or actor.participant, 0), table=found.table)
    found.withdrawn, found.step = False, activity.id
    found.room = found.room or room_is_open(activity, scene)
    if rules.is_held(activity, found.flags) and found.status == "shown":
        found.status = "pending"
    found.save(update_fields=["withdrawn", "step", "room", "status"])
    record(scene, events.IdeaShown, found, was_seen=False)
    record_threads(scene, [found])
