"""What people are told about their data that is not the same everywhere: who answers for it, whom to ask, how long it is kept."""

from django.conf import settings

from ideahub.protocol.frames import DataFacts
from ideahub.workshops.models import Workshop


def data_facts(workshop: Workshop) -> DataFacts:
    """As its arena says, else as the installation does. An arena that answers for itself is not asked about elsewhere."""
    arena = workshop.arena
    return DataFacts(
        operator=arena.controller or settings.OPERATOR,
        contact=arena.data_contact or ("" if arena.controller else settings.DATA_CONTACT),
        text=arena.data_text,
        text_language=arena.language,
        keep_months=workshop.keep_months,
    )
