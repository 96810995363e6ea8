"""Nothing that is somebody's own or not yet shown reaches anybody else. There is much that could."""

import json

from ideahub.core.actor import Actor
from ideahub.core.ids import new_id
from ideahub.workshops.projector_links import make_link
from tests.support.line import Line
from tests.support.room import Room, open_room
from tests.support.server import Server

PENDING, HIDDEN, HELD = "Hemlig granskning 070-174 06 05", "Hemlig gömd", "Hemlig väntan"
EMAIL, REASON = "hemlig@example.se", "Hemligt skäl"


def everything_happens(room: Room) -> None:
    """Writes all that could leak: waiting, hidden and held-back ideas, addresses, drafts, names and votes."""
    shown = room.capture(room.eva, "Öppen idé")
    room.set_up("collect", review=True)
    room.capture(room.eva, PENDING)
    hidden = room.capture(room.eva, HIDDEN)
    room.do(room.ana, "idea.hide", ideas=[hidden], reason=REASON)
    room.do(
        room.ana, "action.create", action=new_id(), title="Ring", owner_name="Rut", owner_email=EMAIL, ideas=[shown]
    )
    draft = new_id()
    room.do(room.ana, "action.create", action=draft, title="Hemligt utkast", ideas=[])
    room.do(room.ana, "action.update", action=draft, status="draft")
    room.do(room.ana, "participant.mute", participant=room.eva.id)
    room.go_to("collect", review=False, show_others_after_s=None)
    room.do(room.ana, "participant.unmute", participant=room.eva.id)
    room.capture(room.eva, HELD)
    room.do(room.ben, "idea.support", idea=shown, on=True)
    room.go_to("vote", show_results="manual")
    room.vote(room.eva, shown, 1)


def said(service: Server, room: Room, line: Line, actor: Actor | None) -> str:
    """All that this audience can get: live, after a break, by poll and in the snapshot."""
    line.quiet(1.5)
    http = service.http(room, actor) if actor else service.http()
    if actor is None:
        http.headers["Authorization"] = f"Bearer {make_link(workshop=room.workshop)[1]}"
    base = f"/api/workshops/{room.workshop.code}"
    replay = http.get(f"{base}/events/", params={"since": 0}).text
    return json.dumps(line.frames, ensure_ascii=False) + replay + http.get(f"{base}/snapshot/").text


def require_nothing_secret(room: Room, told: str) -> None:
    assert "Öppen idé" in told
    for secret in (PENDING, HIDDEN, EMAIL, REASON, str(room.eva.id), '"flags"'):
        assert secret not in told, secret


def test_a_phone_is_told_nothing_secret(service: Server, room: Room) -> None:
    line = service.line(room, room.ben)
    everything_happens(room)
    told = said(service, room, line, room.ben)
    require_nothing_secret(room, told)
    assert '"Eva"' not in told
    assert '"points": 1' not in told


def test_the_projector_is_told_nothing_secret(service: Server, room: Room) -> None:
    line = service.projector(room)
    everything_happens(room)
    told = said(service, room, line, None)
    require_nothing_secret(room, told)
    assert '"Eva"' not in told
    assert '"points": 1' not in told
    assert any(event.get("voted") == 1 for frame in line.frames for event in frame.get("events", ()))


def test_held_back_ideas_are_their_authors_alone_until_the_next_step(service: Server, room: Room) -> None:
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    room.go_to("collect", show_others_after_s=None)
    room.capture(room.eva, HELD)
    assert eva.wait(lambda frame: frame["type"] == "you" and bool(frame["ideas"]))["ideas"][0]["text"] == HELD
    assert HELD not in said(service, room, ben, room.ben)
    room.go_to("group")
    assert HELD in said(service, room, ben, room.ben)


def test_staff_are_told_everything_but_who_voted_for_what(service: Server, room: Room) -> None:
    line = service.line(room, room.ana)
    everything_happens(room)
    told = said(service, room, line, room.ana)
    assert all(one in told for one in (PENDING, HIDDEN, HELD, EMAIL, REASON))
    for frame in line.frames:
        for event in frame.get("events", ()):
            if event["type"] == "tally.changed":
                assert set(event) == {"seq", "type", "points", "answers", "voted", "done"}
            if event["type"] == "support.changed":
                assert set(event) == {"seq", "type", "supports"}


def test_nothing_of_one_workshop_reaches_another(service: Server, room: Room) -> None:
    theirs = open_room()
    line = service.line(theirs, theirs.ana)
    everything_happens(room)
    line.quiet(1.2)
    assert "Öppen idé" not in json.dumps(line.frames, ensure_ascii=False)
