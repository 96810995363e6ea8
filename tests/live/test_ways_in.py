"""Whoever listens through a way in that has ended is cut off as soon as that is known, long before anybody looks by the clock."""

import pytest
from django.conf import settings
from django.test import Client

from ideahub.accounts.models import Membership, Role
from ideahub.workshops.models import ProjectorLink
from ideahub.workshops.projector_links import MOST_LINKS, make_link
from tests.support.line import Line
from tests.support.room import Room, make_user
from tests.support.server import Server, cookie_of
from tests.support.setup import signed_in


def require_told(line: Line, room: Room) -> None:
    room.capture(room.ben, "Vi fortsätter")
    assert line.events(room.seq)[-1]["idea"]["text"] == "Vi fortsätter"


def links(room: Room) -> str:
    return f"/api/workshops/{room.workshop.code}/projector-links/"


def test_a_screen_whose_link_was_ended_and_no_other_one(service: Server, room: Room) -> None:
    screen, other_screen = service.projector(room), service.projector(room)
    link = ProjectorLink.objects.filter(workshop=room.workshop).earliest("created_at")
    assert signed_in(room.leader).delete(f"{links(room)}{link.id}/").status_code == 204
    assert screen.closed() == 4401
    require_told(other_screen, room)


def test_all_screens_when_all_links_were_ended(service: Server, room: Room) -> None:
    screens = [service.projector(room), service.projector(room)]
    assert signed_in(room.leader).delete(links(room)).status_code == 204
    assert [one.closed() for one in screens] == [4401, 4401]


def test_the_oldest_screen_when_there_is_one_too_many(service: Server, room: Room) -> None:
    screen = service.projector(room)
    for _ in range(MOST_LINKS):
        make_link(workshop=room.workshop)
    assert screen.closed() == 4401


@pytest.mark.parametrize("how", ["taken out", "made a reader"])
def test_a_leader_who_leads_no_more_and_no_phone(service: Server, room: Room, how: str) -> None:
    chief = signed_in(make_user(room.workshop, name="rut", role=Role.ORGANIZER))
    board, phone = service.line(room, room.ana), service.line(room, room.eva)
    member = Membership.objects.get(user=room.leader)
    path = f"/api/arenas/{room.workshop.arena_id}/members/{member.id}/"
    done = chief.delete(path) if how == "taken out" else chief.patch(path, {"role": "reader"}, format="json")
    assert done.status_code in {200, 204}
    assert board.closed() == 4401
    require_told(phone, room)


def test_a_board_whose_session_was_signed_out_and_not_one_elsewhere(service: Server, room: Room) -> None:
    here = cookie_of(room, room.ana)
    board, elsewhere = service.dial(room, cookie=here), service.line(room, room.ana)
    board.next("hello")
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = here.partition("=")[2]
    assert browser.post("/accounts/logout/").status_code == 302
    assert board.closed() == 4401
    require_told(elsewhere, room)


def test_a_way_in_that_ended_while_somebody_came_in_by_it_is_found_then(service: Server, room: Room) -> None:
    screen = service.projector(room)
    # As it is when it ends between their proof and their first frame: nobody tells of it any more.
    ProjectorLink.objects.filter(workshop=room.workshop).earliest("created_at").delete()
    service.line(room, room.ana)
    assert screen.closed() == 4401


def test_a_board_in_another_browser_when_the_password_is_changed(service: Server, room: Room) -> None:
    room.leader.set_unusable_password()
    room.leader.save()
    elsewhere, phone = service.line(room, room.ana), service.line(room, room.eva)
    browser = Client()
    browser.force_login(room.leader)
    new = {"password1": "fyra ord utan mening", "password2": "fyra ord utan mening"}
    assert browser.post("/accounts/password/set/", new).headers["Location"] == "/settings/?password=saved"
    assert elsewhere.closed() == 4401
    require_told(phone, room)
