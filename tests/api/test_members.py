"""Who may do what in an arena: inviting, changing roles, leaving."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideahub.accounts.models import Membership, Role, User
from ideahub.mail.models import Message
from tests.support.setup import People, signed_in


def url(people: People, member: User | None = None, tail: str = "") -> str:
    base = f"/api/arenas/{people.arena.id}/members/"
    return f"{base}{people.arena.memberships.get(user=member).id}/{tail}" if member else base


def invite(people: People, email: str, role: str = "facilitator") -> Any:
    return signed_in(people.ana).post(url(people), {"email": email, "role": role}, format="json")


def test_an_invited_person_has_a_role_an_account_and_a_mail(people: People) -> None:
    answer = invite(people, "Noor@Example.se")
    assert answer.status_code == 201
    noor = next(one for one in answer.json() if one["email"] == "noor@example.se")
    assert (noor["role"], noor["last_seen"], noor["invitation"]) == ("facilitator", None, "waiting")
    mail = Message.objects.get()
    assert (mail.recipient, mail.subject) == ("noor@example.se", "Du är inbjuden till Trädgården")
    assert "/accounts/login/" in mail.text
    assert not User.objects.get(email="noor@example.se").has_usable_password()


def test_somebody_who_is_in_is_not_invited_twice(people: People) -> None:
    answer = invite(people, "ben@example.se")
    assert (answer.status_code, answer.json()["field"]) == (400, "email")
    assert Message.objects.count() == 0


def test_an_invitation_goes_again_but_not_forever(people: People) -> None:
    invite(people, "noor@example.se")
    noor = User.objects.get(email="noor@example.se")
    again = [signed_in(people.ana).post(url(people, noor, "invite/")).status_code for _try in range(5)]
    assert again == [200, 200, 200, 200, 409]


def test_an_invitation_in_the_name_of_a_hostile_arena_stays_one_line(people: People) -> None:
    people.arena.name = "Arena\nBcc: alla@example.se"
    people.arena.save()
    invite(people, "noor@example.se")
    assert Message.objects.get().subject == "Du är inbjuden till Arena Bcc: alla@example.se"


@pytest.mark.parametrize("body", [{"email": "ingen", "role": "reader"}, {"email": "a@example.se", "role": "kung"}, {}])
def test_an_invitation_needs_an_address_and_a_role(people: People, body: dict[str, str]) -> None:
    assert signed_in(people.ana).post(url(people), body, format="json").status_code == 400


def test_a_role_is_changed(people: People) -> None:
    answer = signed_in(people.ana).patch(url(people, people.ben), {"role": "reader"}, format="json")
    assert answer.status_code == 200
    assert Membership.objects.get(user=people.ben).role == Role.READER


def test_the_last_one_responsible_neither_leaves_nor_steps_down(people: People) -> None:
    ana = signed_in(people.ana)
    assert ana.delete(url(people, people.ana)).json()["code"] == "invalid"
    assert ana.patch(url(people, people.ana), {"role": "reader"}, format="json").json()["field"] == "role"
    ana.patch(url(people, people.ben), {"role": "organizer"}, format="json")
    assert ana.delete(url(people, people.ana)).status_code == 204


def test_somebody_removed_sees_nothing_more(people: People) -> None:
    assert signed_in(people.ana).delete(url(people, people.ben)).status_code == 204
    assert signed_in(people.ben).get(url(people)).status_code == 404


def test_people_leave_by_themselves(people: People) -> None:
    assert signed_in(people.rut).delete(url(people, people.rut)).status_code == 204


def test_a_member_of_another_arena_is_not_found_here(people: People) -> None:
    theirs = people.elsewhere.memberships.get(user=people.cleo)
    address = f"/api/arenas/{people.arena.id}/members/{theirs.id}/"
    assert signed_in(people.ana).patch(address, {"role": "reader"}, format="json").status_code == 404
    theirs.refresh_from_db()
    assert theirs.role == Role.ORGANIZER


def test_the_list_asks_the_database_as_often_for_six_as_for_four(people: People) -> None:
    ana, counts = signed_in(people.ana), []
    for name in ("noor", "elias", "alva"):
        invite(people, f"{name}@example.se")
        with CaptureQueriesContext(connection) as asked:
            ana.get(url(people))
        counts.append(len(asked))
    assert counts[0] == counts[2]
