"""What `manage.py check --deploy` says about an installation that is open to people."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def data_has_somebody_who_answers(**_about: Any) -> list[CheckMessage]:
    """Participants are to be told who is responsible for their data and whom to ask."""
    missing = {
        "IDEAHUB_OPERATOR": (settings.OPERATOR, "who is responsible for their data"),
        "IDEAHUB_DATA_CONTACT": (settings.DATA_CONTACT, "whom they can ask about it"),
    }
    return [
        Warning(f"Participants are not told {what}.", hint=f"Set {name}.", id=f"ideahub.W{number:03}")
        for number, (name, (value, what)) in enumerate(missing.items(), start=1)
        if not value
    ]
