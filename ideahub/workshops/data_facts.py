"""What people are told about their data that is not the same everywhere: who answers for it, whom to ask, how long it is kept."""

from django.conf import settings
from django.utils.translation import get_language

from ideahub.protocol.frames import DataFacts
from ideahub.workshops.models import Workshop


def data_facts(workshop: Workshop) -> DataFacts:
    """As its arena says, else as the installation does, the arena's own paragraph in the language of whoever asks where it has one.

    An arena that answers for itself is not asked about elsewhere.
    """
    arena = workshop.arena
    texts = {"sv": arena.data_text, "en": arena.data_text_en}
    language = next((one for one in (get_language(), *texts) if one and texts.get(one)), "sv")
    return DataFacts(
        operator=arena.controller or settings.OPERATOR,
        contact=arena.data_contact or ("" if arena.controller else settings.DATA_CONTACT),
        text=texts[language],
        text_language=language,
        text_sv=texts["sv"],
        text_en=texts["en"],
        keep_months=workshop.keep_months,
    )
