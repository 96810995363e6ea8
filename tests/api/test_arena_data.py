"""What an arena says of personal data itself, changed by its organizers over HTTP."""

from typing import Any

import pytest

from ideahub.accounts.models import User
from ideahub.workshops.arenas import change_arena
from ideahub.workshops.models import Arena, Workshop
from tests.support.setup import People, signed_in

OWN = {
    "controller": "Hamnen AB",
    "data_contact": "ombud@exempel.se",
    "data_text": "Vi spelar in.\nFråga oss.",
    "data_text_en": "We record.",
}


def change(people: People, by: User, **fields: Any) -> Any:
    return signed_in(by).patch(f"/api/arenas/{people.arena.id}/", fields, format="json")


def test_it_is_changed_by_an_organizer_and_the_set_up_shows_it(people: People, workshop: Workshop) -> None:
    sent = {**OWN, "controller": " Hamnen\n AB", "data_contact": " Ombud@exempel.se "}
    answer = change(people, people.ana, **sent).json()
    assert {key: answer[key] for key in OWN} == OWN
    told = signed_in(people.ben).get(f"/api/setup/{workshop.id}/").json()["told"]
    assert (told["operator"], told["contact"], told["text_sv"], told["text_en"]) == tuple(OWN.values())


def test_what_is_not_sent_stays_and_all_can_be_taken_away_again(people: People) -> None:
    change(people, people.ana, **OWN)
    assert change(people, people.ana, data_text="").json()["controller"] == "Hamnen AB"
    emptied = change(people, people.ana, controller="", data_contact="", data_text_en="").json()
    assert [emptied[key] for key in OWN] == [""] * len(OWN)


def test_two_changes_at_once_keep_what_the_other_wrote(people: People) -> None:
    first, second = (Arena.objects.get(id=people.arena.id) for _ in range(2))
    change_arena(by=people.ana, arena=first, controller=OWN["controller"], data_contact=OWN["data_contact"])
    change_arena(by=people.ana, arena=second, data_text=OWN["data_text"], data_text_en=OWN["data_text_en"])
    kept = Arena.objects.get(id=people.arena.id)
    assert {key: getattr(kept, key) for key in OWN} == OWN


@pytest.mark.parametrize(
    "fields",
    [
        {"controller": "x" * 121}, {"controller": "Hamnen\u202e"}, {"data_contact": "ombudet"}, {"data_contact": "a@b.se\nc@d.se"},
        {"data_text": "x" * 601}, {"data_text": "\u0007"}, {"data_text_en": "x" * 601},
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_its_field(people: People, fields: dict[str, str]) -> None:
    answer = change(people, people.ana, **fields)
    assert (answer.status_code, answer.json()["field"]) == (400, next(iter(fields)))


def test_nobody_else_changes_it(people: People) -> None:
    assert [change(people, one, **OWN).status_code for one in (people.ben, people.rut, people.cleo)] == [403, 403, 404]
    kept = signed_in(people.rut).get(f"/api/arenas/{people.arena.id}/").json()
    assert [kept[key] for key in OWN] == [""] * len(OWN)
