"""What it costs to remember what phones showed: 600 phones, 100 ideas, all of them seen. `python -m tests.load.exposure_cost`."""

import os
import random
import secrets
import tempfile
from time import perf_counter

os.environ |= {
    "IDEAHUB_SECRET_KEY": secrets.token_hex(32),
    "IDEAHUB_DATA_DIR": tempfile.mkdtemp(prefix="ideahub-exposure-"),
    "DJANGO_SETTINGS_MODULE": "config.settings",
}

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from ideahub.core.clock import now  # noqa: E402
from ideahub.ideas import exposure  # noqa: E402
from ideahub.ideas.models import Idea  # noqa: E402
from ideahub.workshops.models import Participant  # noqa: E402
from tests.support.room import make_draft  # noqa: E402

PHONES, IDEAS = 600, 100


def main() -> None:
    call_command("migrate", verbosity=0)
    workshop = make_draft()
    people = Participant.objects.bulk_create(
        Participant(workshop=workshop, token_hash=secrets.token_hex(32), joined_at=now()) for _ in range(PHONES)
    )
    ideas = Idea.objects.bulk_create(
        Idea(workshop=workshop, number=number, text=f"Idé {number}", created_at=now()) for number in range(1, IDEAS + 1)
    )
    seen = [exposure.Seen(person.id, idea.id) for person in people for idea in ideas]
    random.Random(1).shuffle(seen)
    took = sorted(_write(workshop.id, seen[at : at + exposure.MOST_IN_A_WRITE]) for at in range(0, len(seen), 500))
    print(
        f"{len(seen)} rows in {len(took)} writes: {sum(took) / 1000:.1f} s, median {took[len(took) // 2]:.0f} ms a write"
    )
    start = perf_counter()
    order = exposure.fair_order(workshop.id)
    print(f"the order: {(perf_counter() - start) * 1000:.0f} ms, {len(order.model_dump_json())} bytes")


def _write(workshop: object, seen: list[exposure.Seen]) -> float:
    """Milliseconds."""
    start = perf_counter()
    exposure.store_seen(workshop, seen)  # type: ignore[arg-type]
    return (perf_counter() - start) * 1000


main()
