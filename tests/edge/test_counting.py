"""Commands are counted by what became of them, whichever way they came in."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from prometheus_client import REGISTRY

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.edge.pacing import take_in
from tests.api.test_live_calls import as_, push
from tests.plain.conftest import page_of
from tests.plain.test_receipt import make_receipt
from tests.support.room import Room


def counted(name: str, outcome: str) -> float:
    return REGISTRY.get_sample_value("ideahub_commands_total", {"name": name, "outcome": outcome}) or 0.0


def test_over_http(room: Room) -> None:
    before = [counted("idea.capture", outcome) for outcome in ("ok", "not_found", "invalid")]
    ben = as_(room, room.ben)
    for column, text in ((room.columns[0].id, "Solceller"), (new_id(), "Solceller"), (room.columns[0].id, "")):
        push(ben, room, "idea.capture", idea=new_id(), column=column, text=text)
    after = [counted("idea.capture", outcome) for outcome in ("ok", "not_found", "invalid")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1]


def test_by_the_plain_form_and_from_a_receipt(room: Room) -> None:
    captured, erased = counted("idea.capture", "ok"), counted("mine.erase", "ok")
    page = page_of(room, room.ben)
    page.send("idea", text="Odla på taket", column=str(room.columns[0].id))
    make_receipt(page).send("erase", "?remove=all")
    assert (counted("idea.capture", "ok") - captured, counted("mine.erase", "ok") - erased) == (1, 1)


@pytest.mark.django_db
def test_turned_away_for_its_pace() -> None:
    before = counted("idea.capture", "too_fast")
    flood = [{"id": str(new_id()), "name": "idea.capture"} for _ in range(13)]
    take_in(Actor(Audience.PARTICIPANT, new_id()), flood)
    assert counted("idea.capture", "too_fast") - before == 3


def test_not_saved_whatever_it_was_that_failed(room: Room) -> None:
    before = counted("idea.capture", "unavailable")
    ben, page = as_(room, room.ben), page_of(room, room.ben)
    form = page.form("idea", text="Odla på taket", column=str(room.columns[0].id))
    text = {"idea": new_id(), "column": room.columns[0].id, "text": "Solceller"}
    for where in ("ideahub.edge.identity.find_participant", "ideahub.edge.counting.execute_batch"):
        with patch(where, side_effect=OperationalError):
            assert push(ben, room, "idea.capture", **text).status_code == 503
    with patch("ideahub.edge.counting.execute_batch", side_effect=OperationalError):
        assert page.post(form).status_code == 503
    assert counted("idea.capture", "unavailable") - before == 3
