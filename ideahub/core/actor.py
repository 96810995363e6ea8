"""Who is asking."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

LANGUAGES = frozenset({"sv", "en"})


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

    def speaking(self, language: str | None) -> "Actor":
        """The same one, answered in the language they say they read now, where it is one of ours."""
        chosen = (language or "")[:2].lower()
        return replace(self, language=chosen) if chosen in LANGUAGES else self

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
