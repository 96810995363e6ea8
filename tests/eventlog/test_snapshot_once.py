"""A snapshot that many ask for at once is built once."""

import json
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from ideahub import snapshot
from ideahub.core.actor import Audience
from tests.support.room import Room


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_get_the_same_work(room: Room) -> None:
    for number in range(30):
        room.capture(room.ana, f"Idé {number}")

    def ask(_: int) -> snapshot.Shared:
        try:
            return snapshot.shared(room.workshop.id, Audience.PARTICIPANT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len({id(answer) for answer in answers}) == 1


@pytest.mark.django_db
def test_what_is_kept_is_the_whole_state_as_json(room: Room) -> None:
    for text in ('Säg «hej» till "grannen" \\ nu', "Rad ett\nrad två", "Bättre ljus 🌱"):
        room.capture(room.ben, text)
    for audience in Audience:
        kept = snapshot.shared(room.workshop.id, audience)
        assert json.loads(kept.text + b"}") == snapshot.build(room.workshop.id, audience)
        assert zlib.decompressobj(-zlib.MAX_WBITS).decompress(kept.deflated) == kept.text
