"""What one batch of commands works on: a workshop under its lock, read once."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.core.errors import DomainError
from ideahub.eventlog.log import Log
from ideahub.workshops.models import Activity, Column, Participant, Workshop


@dataclass
class Scene:
    """A workshop and what belongs to it, as the transaction that holds the log sees it."""

    log: Log
    workshop: Workshop
    _participants: dict[UUID, Participant] = field(default_factory=dict)

    @classmethod
    def of(cls, log: Log) -> "Scene":
        return cls(log=log, workshop=Workshop.objects.select_related("arena").get(pk=log.stream.pk))

    @cached_property
    def activities(self) -> list[Activity]:
        return list(self.workshop.activities.all())

    @cached_property
    def columns(self) -> list[Column]:
        return list(self.workshop.columns.all())

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
            found = self.workshop.participants.filter(pk=participant).first()
            if found is None:
                raise DomainError("not_found", _("Personen är inte med i det här mötet."), field="participant")
            self._participants[participant] = found
        return self._participants[participant]

    def load_participants(self, ids: set[UUID]) -> None:
        """Reads several at once, so that a batch asks once."""
        missing = ids - self._participants.keys()
        if missing:
            self._participants |= {one.id: one for one in self.workshop.participants.filter(pk__in=missing)}

    def forget_participants(self) -> None:
        """What was read of them is no longer true."""
        self._participants.clear()
