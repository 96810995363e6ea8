"""The invented people of the demo."""

import hmac
import random
import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from ideahub.accounts.models import User
from ideahub.core.ids import new_id
from ideahub.demo.names import FIRST_NAMES
from ideahub.demo.past import log_at
from ideahub.protocol import events
from ideahub.workshops.facts import participant_fact
from ideahub.workshops.joining import hash_token
from ideahub.workshops.models import Participant, Workshop

ORGANIZER_EMAIL = "maja@example.org"
ORGANIZER_NAME = "Maja"


def demo_password() -> str:
    """The same at every seeding of this installation and different in any other: it follows from the secret key."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"demo organizer", sha256)
    letters = b32encode(digest).decode().lower()
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


def ensure_organizer() -> User:
    """The demo's organizer, with the demo's password whatever it was changed to."""
    organizer, _made = User.objects.get_or_create(email=ORGANIZER_EMAIL, defaults={"name": ORGANIZER_NAME})
    if not organizer.check_password(demo_password()):
        organizer.set_password(demo_password())
        organizer.save(update_fields=["password"])
    return organizer


def let_in(workshop: Workshop, *, moments: Sequence[datetime], languages: Sequence[str], dice: random.Random) -> None:
    """One participant joins at each moment; most of them give a first name. Their tokens are known to nobody."""
    names = iter(dice.sample(FIRST_NAMES, len(FIRST_NAMES)))
    for moment, language in zip(moments, languages, strict=True):
        person = Participant(
            id=new_id(),
            workshop=workshop,
            name=next(names, "") if dice.random() < 0.8 else "",
            language=language,
            token_hash=hash_token(secrets.token_urlsafe(32)),
            joined_at=moment,
        )
        with log_at(workshop.id, moment) as log:
            person.save(force_insert=True)
            log.record(events.ParticipantJoined, participant=participant_fact(person))
