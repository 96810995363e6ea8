"""A session run through its commands, to the mail."""

import pytest

from ideahub.accounts.models import Membership, Role, User
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.reports import facts
from ideahub.reports.delivery import bring_reports_on
from ideahub.reports.domain import claim_report, write_report
from ideahub.reports.models import Report
from ideahub.workshops.models import Workshop
from tests.mail.postbox import Postbox
from tests.support.room import Room, command, make_user, open_room


@pytest.fixture
def open_meeting(transactional_db: None) -> Room:
    return open_room()


def hold(room: Room) -> None:
    Workshop.objects.filter(pk=room.workshop.id).update(recipients=["ana@example.org"])
    room.go_to("collect")
    solar, roof, rude = (room.capture(room.ben, text) for text in ("Solceller på taket", "Sol på taken", "Elakt"))
    shared = room.capture(room.eva, "Låna ut verktyg", 1)
    room.do(room.ana, "idea.hide", ideas=[rude], reason="Personangrepp")
    room.go_to("vote", target="ideas", votes_per_person=5, max_per_target=5)
    for person, target, points in [
        (room.ben, solar, 2),
        (room.ben, roof, 1),
        (room.eva, roof, 2),
        (room.eva, shared, 1),
    ]:
        assert room.vote(person, target, points).ok
    room.do(room.ana, "idea.merge", idea=roof, into=solar)
    room.go_to("commit")
    room.do(room.ana, "action.create", action=new_id(), title="Räkna på taket", owner_name="Samira",
            owner_email="samira@example.org", ideas=[solar])  # fmt: skip


def test_closing_the_meeting_mails_what_it_arrived_at(open_meeting: Room, postbox: Postbox) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    bring_reports_on()

    (mail,) = postbox.mails
    text = mail.get_body(("plain",))
    assert text is not None
    said = text.get_content().replace("\r\n", "\n")
    assert "Mötet enades om en åtgärd, och flest röster fick" in said
    assert "Räkna på taket\n  Samira." in said
    assert "samira@example.org" not in said
    assert "En idé doldes av mötesledaren och är inte med." in said
    assert room.fresh().reported_at is not None
    assert room.events()[-1].type == "report.sent"


def test_an_answer_reaches_whoever_ended_the_meeting(open_meeting: Room, postbox: Postbox) -> None:
    """Who is not in charge of the arena too: a meeting leader ended it."""
    room = open_meeting
    cleo = make_user(room.workshop, name="cleo", role=Role.FACILITATOR)
    hold(room)
    room.do(room.ben, "summary.request", email="ben.privat@example.org")
    room.do(Actor(Audience.STAFF, cleo.id), "workshop.close")
    bring_reports_on()

    told = {str(mail["To"]): mail for mail in postbox.mails}
    assert sorted(told) == ["ana@example.org", "ben.privat@example.org"]
    for mail in told.values():
        assert mail["Reply-To"] == cleo.email
        text = mail.get_body(("plain",))
        assert text is not None
        assert "Svara på mejlet så når du den som höll i mötet." in text.get_content()


def test_whoever_led_it_is_not_told_to_ask_themselves(open_meeting: Room, postbox: Postbox) -> None:
    room = open_meeting
    hold(room)
    Workshop.objects.filter(pk=room.workshop.id).update(recipients=[room.leader.email.title(), "rut@example.org"])
    room.do(room.ana, "workshop.close")
    bring_reports_on()

    told = {str(mail["To"]): mail for mail in postbox.mails}
    assert told["rut@example.org"]["Reply-To"] == room.leader.email
    own = told[room.leader.email.title()]
    assert own["Reply-To"] is None
    text = own.get_body(("plain",))
    assert text is not None
    assert "Svara på mejlet" not in text.get_content()


@pytest.mark.parametrize("gone", ["role", "account", "reader"])
def test_no_answer_is_promised_once_they_lead_no_meetings_there(
    open_meeting: Room, postbox: Postbox, gone: str
) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    if gone == "role":
        Membership.objects.all().delete()
    elif gone == "account":
        User.objects.update(is_active=False)
    else:
        Membership.objects.update(role=Role.READER)
    bring_reports_on()

    (mail,) = postbox.mails
    assert mail["Reply-To"] is None


def test_a_meeting_that_goes_on_was_ended_by_nobody(open_meeting: Room) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    assert room.fresh().closed_by == room.leader.id
    room.do(room.ana, "workshop.reopen")
    assert room.fresh().closed_by is None


def test_votes_that_moved_with_a_merge_are_counted_once(open_meeting: Room) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    bring_reports_on()
    data = facts.from_json(Report.objects.get(workshop=room.workshop.id).data)
    merged = next(idea for idea in data.ideas if idea.merged)
    assert (merged.votes, data.votes, data.voters) == (5, 6, 2)
    assert room.idea(next(one.id for one in room.fresh().ideas.filter(number=merged.number))).points == 5


def test_a_close_that_is_sent_twice_makes_one_report(open_meeting: Room) -> None:
    room = open_meeting
    close = command(room.ana, "workshop.close")
    assert [room.send(close)[0].ok for _ in range(2)] == [True, True]
    assert Report.objects.filter(workshop=room.workshop.id).count() == 1


def test_a_meeting_reopened_and_closed_again_gets_its_second_version(open_meeting: Room, postbox: Postbox) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    bring_reports_on()
    room.do(room.ana, "workshop.reopen")
    room.do(room.ana, "workshop.close")
    bring_reports_on()
    assert [one.version for one in Report.objects.filter(workshop=room.workshop.id, state="sent")] == [2, 1]
    assert len(postbox.mails) == 2


def test_a_meeting_reopened_before_the_worker_came_mails_nothing_until_it_is_closed_again(
    open_meeting: Room, postbox: Postbox
) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    room.do(room.ana, "workshop.reopen")
    bring_reports_on()
    assert (postbox.mails, list(Report.objects.filter(workshop=room.workshop.id))) == ([], [])

    room.do(room.ana, "workshop.close")
    bring_reports_on()
    assert [one.version for one in Report.objects.filter(workshop=room.workshop.id, state="sent")] == [1]
    assert len(postbox.mails) == 1


def test_a_writer_that_had_begun_when_the_meeting_was_reopened_keeps_nothing(
    open_meeting: Room, postbox: Postbox
) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    begun = claim_report(now())
    assert begun is not None
    room.do(room.ana, "workshop.reopen")
    assert not write_report(begun, now=now())
    bring_reports_on()
    assert (postbox.mails, list(Report.objects.filter(workshop=room.workshop.id))) == ([], [])


def test_a_report_that_was_written_stays_when_the_meeting_is_reopened(open_meeting: Room, postbox: Postbox) -> None:
    room = open_meeting
    hold(room)
    room.do(room.ana, "workshop.close")
    bring_reports_on()
    room.do(room.ana, "workshop.reopen")
    assert [one.version for one in Report.objects.filter(workshop=room.workshop.id, state="sent")] == [1]
    assert len(postbox.mails) == 1
