"""Links for the room's screen. Ana leads, a reader reads, Cleo leads another meeting."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from ideahub.accounts.models import Role
from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.edge.identity import still_allowed
from ideahub.workshops.models import ProjectorLink
from ideahub.workshops.projector_links import KEPT_AFTER_CLOSE, KEPT_AT_MOST, MOST_LINKS, find_by_token, make_link
from tests.support.room import Room, make_draft, make_user

HOUR = timedelta(hours=1)


def signed_in_as(room: Room, who: str) -> Client:
    client = Client()
    if who == "ana":
        client.force_login(room.leader)
    if who == "reader":
        client.force_login(make_user(room.workshop, name="rut", role=Role.READER))
    if who == "cleo":
        client.force_login(make_user(make_draft(title="Cleos möte"), name="cleo"))
    return client


def path(room: Room, link: object = "") -> str:
    return f"/api/workshops/{room.workshop.code}/projector-links/{f'{link}/' if link else ''}"


def test_the_leader_makes_a_link_whose_token_is_known_by_its_hash_only(room: Room, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://ideahub.example"
    response = signed_in_as(room, "ana").post(path(room))
    assert response.status_code == 201
    address, token = response.json()["url"].split("#")
    assert address == f"https://ideahub.example/projector/{room.workshop.id}/"
    link = find_by_token(token)
    assert link
    assert str(link.id) == response.json()["id"]
    assert token not in str(ProjectorLink.objects.values().get())


def test_a_revoked_link_leads_nowhere(room: Room) -> None:
    link, token = make_link(workshop=room.workshop)
    assert signed_in_as(room, "ana").delete(path(room, link.id)).status_code == 204
    assert find_by_token(token) is None


def test_a_new_link_leaves_the_other_screens_alone(room: Room) -> None:
    _link, token = make_link(workshop=room.workshop)
    signed_in_as(room, "ana").post(path(room))
    assert find_by_token(token)


def test_all_links_of_the_meeting_are_ended_at_once(room: Room) -> None:
    tokens = [make_link(workshop=room.workshop)[1] for _ in range(2)]
    _theirs, elsewhere = make_link(workshop=make_draft(title="Cleos möte"))
    assert signed_in_as(room, "ana").delete(path(room)).status_code == 204
    assert [find_by_token(one) for one in tokens] == [None, None]
    assert find_by_token(elsewhere)


def test_of_too_many_links_the_oldest_end(room: Room) -> None:
    tokens = [make_link(workshop=room.workshop)[1] for _ in range(MOST_LINKS + 2)]
    assert [find_by_token(one) is not None for one in tokens] == [False] * 2 + [True] * MOST_LINKS


def test_a_link_shows_the_thanks_for_the_rest_of_the_day_and_no_longer(room: Room) -> None:
    link, token = make_link(workshop=room.workshop)
    room.do(room.ana, "workshop.close")
    for after, works in ((KEPT_AFTER_CLOSE - HOUR, True), (KEPT_AFTER_CLOSE + HOUR, False)):
        with time_machine.travel(now() + after):
            assert (find_by_token(token) == link) is works
            assert (still_allowed(room.workshop.id, Audience.PROJECTOR, {link.id}) == {link.id}) is works
    room.do(room.ana, "workshop.reopen")
    with time_machine.travel(now() + KEPT_AFTER_CLOSE + HOUR):
        assert find_by_token(token) == link


def test_the_result_may_be_shown_again_another_day(room: Room) -> None:
    room.do(room.ana, "workshop.close")
    with time_machine.travel(now() + 3 * KEPT_AFTER_CLOSE):
        link, token = make_link(workshop=room.workshop)
        assert find_by_token(token) == link
    with time_machine.travel(now() + 5 * KEPT_AFTER_CLOSE):
        assert find_by_token(token) is None


def test_a_link_of_a_meeting_that_is_never_closed_ends_too(room: Room) -> None:
    _link, token = make_link(workshop=room.workshop)
    with time_machine.travel(now() + KEPT_AT_MOST + HOUR):
        assert find_by_token(token) is None


@pytest.mark.parametrize(("who", "status"), [("stranger", {401, 403}), ("cleo", {404}), ("reader", {403})])
def test_nobody_else_makes_or_ends_a_link(room: Room, who: str, status: set[int]) -> None:
    link, token = make_link(workshop=room.workshop)
    client = signed_in_as(room, who)
    assert client.post(path(room)).status_code in status
    assert client.delete(path(room, link.id)).status_code in status
    assert client.delete(path(room)).status_code in status
    assert find_by_token(token) == link
    assert ProjectorLink.objects.count() == 1


def test_a_link_of_another_workshop_is_not_found(room: Room) -> None:
    link, token = make_link(workshop=make_draft(title="Cleos möte"))
    ana = signed_in_as(room, "ana")
    assert ana.delete(path(room, link.id)).status_code == 404
    assert ana.delete(path(room, new_id())).status_code == 404
    assert find_by_token(token)
