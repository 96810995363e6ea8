"""What one batch of commands works on: a workshop under its lock, read once."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ideahub.core.errors import DomainError
from ideahub.eventlog.log import Log
from ideahub.eventlog.queries import tables_told
from ideahub.eventlog.statements import Question
from ideahub.workshops.models import Activity, Column, Participant, Table, Workshop

Owned = TypeVar("Owned", Activity, Column, Table, Participant)

WORKSHOP = Question(lambda workshop: Workshop.objects.filter(pk=workshop))
ACTIVITIES = Question(lambda workshop: Activity.objects.filter(workshop=workshop))
COLUMNS = Question(lambda workshop: Column.objects.filter(workshop=workshop))
TABLES = Question(lambda workshop: Table.objects.filter(workshop=workshop))
PEOPLE = Question(lambda workshop, people: Participant.objects.filter(workshop=workshop, pk__in=people))


def vote_of(workshop: UUID) -> QuerySet[Workshop, Any]:
    """For an `__in`: the vote whose totals count, so that a question about it need not wait for its id."""
    return Workshop.objects.filter(pk=workshop).order_by().values("vote_activity")


@dataclass
class Scene:
    """A workshop and what belongs to it, as the transaction that holds the log sees it."""

    log: Log
    workshop: Workshop
    # When the command that is being carried out was made, by its own word, bounded; None when it does not say.
    made: datetime | None = None
    _participants: dict[UUID, Participant] = field(default_factory=dict)

    @classmethod
    def ask_ahead(cls, workshop: UUID, people: set[UUID]) -> None:
        WORKSHOP.ask_ahead(workshop)
        ACTIVITIES.ask_ahead(workshop)
        PEOPLE.ask_ahead(workshop, people)

    @classmethod
    def of(cls, log: Log) -> "Scene":
        return cls(log=log, workshop=WORKSHOP.one(log.stream.pk))

    @cached_property
    def activities(self) -> list[Activity]:
        return self._of_it(ACTIVITIES.ask(self.workshop.pk))

    @cached_property
    def columns(self) -> list[Column]:
        return self._of_it(COLUMNS.ask(self.workshop.pk))

    @cached_property
    def tables(self) -> list[Table]:
        return self._of_it(TABLES.ask(self.workshop.pk))

    def _of_it(self, rows: list[Owned]) -> list[Owned]:
        """They share this workshop, and do not read it again."""
        for row in rows:
            row.workshop = self.workshop
        return rows

    def table(self, number: int) -> Table | None:
        return next((one for one in self.tables if one.number == number), None)

    def pen_of(self, participant: UUID | None) -> Table | None:
        """The table that this participant writes for."""
        return next((one for one in self.tables if participant is not None and one.holder_id == participant), None)

    @cached_property
    def tables_told(self) -> list[tuple[datetime, list[dict[str, Any]]]]:
        """Read through the whole log, so once a batch."""
        return tables_told(self.workshop.pk)

    def forget_tables(self) -> None:
        """What was read of them is no longer true."""
        self.__dict__.pop("tables", None)

    @property
    def activity(self) -> Activity | None:
        """The one that is on."""
        return self.activity_by_id(self.workshop.activity_id)

    @property
    def vote_activity(self) -> Activity | None:
        """The vote whose totals are shown: the one that is on, or the last there was."""
        return self.activity_by_id(self.workshop.vote_activity_id)

    @property
    def totals_shown(self) -> bool:
        return self.workshop.totals == "shown"

    def activity_by_id(self, activity: UUID | None) -> Activity | None:
        return next((one for one in self.activities if one.id == activity), None)

    def column(self, column: UUID | None) -> Column | None:
        """Raises `not_found` for a column of another workshop."""
        if column is None:
            return None
        found = next((one for one in self.columns if one.id == column), None)
        if found is None:
            raise DomainError("not_found", _("Området finns inte i det här mötet. Välj ett annat."), field="column")
        return found

    def participant(self, participant: UUID | None) -> Participant | None:
        if participant is None:
            return None
        if participant not in self._participants:
            self.load_participants({participant})
        if participant not in self._participants:
            raise DomainError("not_found", _("Personen är inte med i det här mötet."), field="participant")
        return self._participants[participant]

    def known_participant(self, participant: UUID | None) -> Participant | None:
        """One that was read already."""
        return self._participants.get(participant) if participant else None

    def load_participants(self, ids: set[UUID]) -> None:
        """Reads several at once, so that a batch asks once."""
        missing = ids - self._participants.keys()
        if missing:
            self._participants |= {one.id: one for one in self._of_it(PEOPLE.ask(self.workshop.pk, missing))}

    def forget_participants(self) -> None:
        """What was read of them is no longer true."""
        self._participants.clear()
