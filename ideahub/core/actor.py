"""Who is asking."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Audience(StrEnum):
    PARTICIPANT = "participant"
    STAFF = "staff"
    PROJECTOR = "projector"


@dataclass(frozen=True, slots=True)
class Actor:
    """One participant, or one signed-in member of the staff, of one workshop; `id` is theirs (a projector's is its link's)."""

    audience: Audience
    id: UUID
    language: str = "sv"

    @property
    def key(self) -> str:
        """How the outcomes of this actor's commands are filed."""
        return f"{self.audience.value}:{self.id.hex}"

    @property
    def participant(self) -> UUID | None:
        return self.id if self.audience is Audience.PARTICIPANT else None

    @property
    def is_staff(self) -> bool:
        return self.audience is Audience.STAFF
