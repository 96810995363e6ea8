"""What people are told about their data that is not the same everywhere: who answers for it, whom to ask, how long it is kept."""

from django.conf import settings

from ideahub.protocol.frames import DataFacts
from ideahub.workshops.models import Workshop


def data_facts(workshop: Workshop) -> DataFacts:
    return DataFacts(operator=settings.OPERATOR, contact=settings.DATA_CONTACT, keep_months=workshop.keep_months)
