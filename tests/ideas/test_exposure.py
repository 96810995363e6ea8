from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.edge.presence import online_now
from ideahub.ideas import exposure
from ideahub.ideas.exposure import Seen, fair_order, in_bands, phones_by_target, store_seen
from ideahub.ideas.models import Exposure
from ideahub.reports.builder import build
from ideahub.reports.facts import from_json, to_json
from ideahub.reports.sheet import lay_out
from ideahub.reports.words import words_in
from ideahub.snapshot import own_part
from ideahub.workshops.domain import raised_hands
from ideahub.workshops.joining import cookie_name
from tests.support.room import Room, person

pytestmark = pytest.mark.django_db


def show(room: Room, actor: Actor, *targets: UUID) -> None:
    store_seen(room.workshop.id, [Seen(actor.id, target) for target in targets])


def own(room: Room, actor: Actor) -> dict[str, object]:
    return own_part(room.workshop.id, actor, online=online_now(room.workshop.id), hands=raised_hands(room.workshop.id))


def test_what_was_shown_least_comes_first(room: Room) -> None:
    first, second, third = (room.capture(room.ana, text) for text in ("Ett", "Två", "Tre"))
    show(room, room.ben, first, second)
    show(room, room.eva, first)
    assert fair_order(room.workshop.id).ideas == [[3], [2], [1]]
    assert phones_by_target(room.workshop.id) == {first: 2, second: 1}
    assert third not in phones_by_target(room.workshop.id)


def test_groups_that_are_voted_on_have_an_order_too(room: Room) -> None:
    idea, seen, unseen = room.capture(room.ana), new_id(), new_id()
    for group in (seen, unseen):
        room.do(room.ana, "cluster.create", cluster=group, title="Grupp", ideas=[idea])
    show(room, room.ben, seen)
    assert fair_order(room.workshop.id).clusters == [[unseen], [seen]]


def test_a_phone_counts_once_however_often_it_tells(room: Room) -> None:
    idea = room.capture(room.ana)
    for _ in range(3):
        show(room, room.ben, idea, idea)
    assert phones_by_target(room.workshop.id) == {idea: 1}


def test_what_the_room_does_not_see_and_what_is_unknown_is_left_out(room: Room) -> None:
    room.set_up("collect", review=True)
    hidden = room.capture(room.ben)
    show(room, room.eva, hidden, new_id())
    store_seen(room.workshop.id, [Seen(new_id(), room.capture(room.ana))])
    assert phones_by_target(room.workshop.id) == {}


def test_counts_close_to_each_other_are_alike_in_a_large_room() -> None:
    ideas = {new_id(): number for number in range(1, 5)}
    a, b, c, d = ideas
    order = in_bands(ideas, {a: 0, b: 29, c: 30, d: 600}, people=600)
    assert order.ideas == [[1, 2], [3], [4]]
    assert in_bands(ideas, {a: 0, b: 1, c: 1, d: 2}, people=12).ideas == [[1], [2, 3], [4]]


def test_phones_get_an_order_staff_get_counts_and_nobody_learns_who(room: Room) -> None:
    idea = room.capture(room.ana)
    show(room, room.ben, idea)
    phone, staff = own(room, room.eva), own(room, room.ana)
    assert phone["fair"] == {"ideas": [[1]], "clusters": []}
    assert "shown_on" not in phone
    assert staff["shown_on"] == {str(idea): 1}
    assert "fair" not in staff
    assert str(room.ben.id) not in str([phone, staff["shown_on"], room.state(Audience.STAFF)["ideas"]])


def test_the_projector_is_told_nothing_of_it(room: Room) -> None:
    told = own(room, Actor(Audience.PROJECTOR, new_id()))
    assert not {"fair", "shown_on"} & told.keys()


def test_it_goes_with_the_participant(room: Room) -> None:
    show(room, room.ben, room.capture(room.ana))
    person(room.ben).delete()
    assert not Exposure.objects.exists()


def test_the_report_says_on_how_many_phones_each_idea_was_shown(room: Room) -> None:
    first, _second = room.capture(room.ana, "Ett"), room.capture(room.ana, "Två")
    show(room, room.ben, first)
    show(room, room.eva, first)
    data = build(room.fresh())
    assert [idea.shown_on for idea in data.ideas] == [2, 0]
    for language, note in (("sv", "Visades på 2 telefoner"), ("en", "Shown on 2 phones")):
        notes = [entry.note for part in lay_out(data, words_in(language)).listings for entry in part.entries]
        assert notes[0] == note


def test_a_meeting_whose_phones_told_nothing_has_no_such_figure(room: Room) -> None:
    room.capture(room.ana)
    data = build(room.fresh())
    assert [idea.shown_on for idea in data.ideas] == [None]
    assert from_json(to_json(data)) == data


def test_a_meeting_where_only_groups_were_seen_says_nothing_of_its_ideas(room: Room) -> None:
    idea, group = room.capture(room.ana), new_id()
    room.do(room.ana, "cluster.create", cluster=group, title="Grupp", ideas=[idea])
    show(room, room.ben, group)
    assert [one.shown_on for one in build(room.fresh()).ideas] == [None]


def test_over_http_a_phone_tells_the_same(room: Room) -> None:
    idea = room.capture(room.ana)
    path = f"/api/workshops/{room.workshop.code}/shown/"
    ben, ana = Client(), Client()
    ben.cookies[cookie_name(room.workshop.id)] = room.tokens[room.ben.id]
    ana.force_login(room.leader)
    body = {"ideas": [str(idea)]}
    assert ben.post(path, body, content_type="application/json").status_code == 200
    assert ben.post(path, {"ideas": ["x"]}, content_type="application/json").status_code == 400
    assert ben.post(path, {"ideas": []}, content_type="application/json").status_code == 400
    assert Client().post(path, body, content_type="application/json").status_code == 401
    assert ana.post(path, body, content_type="application/json").status_code == 403
    assert phones_by_target(room.workshop.id) == {idea: 1}


def test_telling_takes_as_many_queries_for_thirty_phones_as_for_one(room: Room) -> None:
    ideas = [room.capture(room.ana) for _ in range(3)]
    people = [room.join() for _ in range(30)]
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as queries:
            store_seen(room.workshop.id, [Seen(one.id, idea) for one in some for idea in ideas])
            exposure._kept.clear()
            fair_order(room.workshop.id)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert phones_by_target(room.workshop.id) == dict.fromkeys(ideas, 30)
