"""The report by mail to participants who ask for it, and what is left of their addresses afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Outcome
from ideahub.mail.domain import MOST_TRIES
from ideahub.mail.models import Attachment, Message
from ideahub.reports import summaries
from ideahub.reports.delivery import bring_reports_on
from ideahub.reports.domain import request_report
from ideahub.reports.models import Report, SummaryRequest
from ideahub.reports.summaries import post_due_summaries
from ideahub.reports.trying import MOST_TRIES as MOST_REPORT_TRIES
from ideahub.workshops.models import Workshop
from tests.mail.postbox import Postbox
from tests.support.room import Room, open_room

BEN = "ben.privat@example.org"


@pytest.fixture
def meeting(transactional_db: None) -> Room:
    room = open_room()
    Workshop.objects.filter(pk=room.workshop.id).update(recipients=["ana@example.org"])
    return room


def everything_stored() -> str:
    """Every value of every row of every table."""
    rows = (str(list(model._default_manager.values())) for model in apps.get_models(include_auto_created=True))
    return "\n".join(rows).lower()


def close(room: Room) -> None:
    room.do(room.ana, "workshop.close")
    bring_reports_on()


def later() -> None:
    """The time to undo has passed."""
    SummaryRequest.objects.update(not_before=now() - timedelta(seconds=1))
    bring_reports_on()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("noor.exempel.se", "Adressen saknar @. Skriv till exempel namn@exempel.se."),
        ("", "Adressen saknar @. Skriv till exempel namn@exempel.se."),
        ("noor@", "Skriv adressen så här: namn@exempel.se."),
        ("noor@exempel.se, joel@exempel.se", "Skriv adressen så här: namn@exempel.se."),
        (f"noor@{'a.' * 130}se", "Skriv adressen så här: namn@exempel.se."),
    ],
)
def test_a_bad_address_is_refused_with_the_fault(room: Room, typed: str, said: str) -> None:
    result = room.ask(room.ben, "summary.request", email=typed)
    assert (result.code, result.field, result.detail) == ("invalid", "email", said)
    assert not SummaryRequest.objects.exists()
    assert room.me(room.ben)["summary"] is False


def test_only_participants_are_offered_it(room: Room) -> None:
    assert room.refusal(room.ana, "summary.request", email=BEN) == "not_allowed"
    assert room.refusal(room.ana, "summary.withdraw", ticket=new_id()) == "not_allowed"


def test_a_meeting_that_has_not_opened_offers_nothing(room: Room) -> None:
    Workshop.objects.filter(pk=room.workshop.id).update(status="draft")
    assert room.refusal(room.ben, "summary.request", email=BEN) == "not_open"


def test_asking_again_is_answered_ok_and_changes_nothing(room: Room) -> None:
    room.do(room.ben, "summary.request", email=BEN)
    room.do(room.ben, "summary.request", email="ben.jobb@example.org")
    assert [one.address for one in SummaryRequest.objects.all()] == [BEN]
    assert room.me(room.ben)["summary"] is True


def test_two_who_give_one_address_get_one_mail_and_each_takes_back_their_own(meeting: Room, postbox: Postbox) -> None:
    room, ticket, other = meeting, new_id(), new_id()
    room.do(room.ben, "summary.request", email=BEN, ticket=ticket)
    room.do(room.eva, "summary.request", email=BEN.upper(), ticket=other)
    room.do(room.eva, "summary.withdraw", ticket=other)
    assert (room.me(room.ben)["summary"], room.me(room.eva)["summary"]) == (True, False)
    room.do(room.eva, "summary.request", email=BEN.upper(), ticket=other)
    close(room)
    later()
    assert [one.lower() for one in postbox.recipients].count(BEN) == 1
    assert BEN not in everything_stored()


def test_taking_back_tells_nothing_of_who_else_gave_the_address(meeting: Room, postbox: Postbox) -> None:
    """Also when their mail has gone."""
    room, ticket = meeting, new_id()
    room.do(room.ben, "summary.request", email=BEN)
    close(room)
    later()
    room.do(room.eva, "summary.request", email=BEN, ticket=ticket)
    room.do(room.eva, "summary.withdraw", ticket=ticket)
    assert room.me(room.eva)["summary"] is False
    assert BEN not in everything_stored()


def test_an_address_that_has_had_its_mail_leaves_no_file_behind(meeting: Room, postbox: Postbox) -> None:
    room = meeting
    room.do(room.ben, "summary.request", email=BEN)
    close(room)
    later()
    room.do(room.eva, "summary.request", email=BEN)
    later()
    assert postbox.recipients.count(BEN) == 1
    assert not Attachment.objects.filter(messages=None).exists()


def test_the_same_address_may_ask_in_another_meeting(room: Room) -> None:
    other = open_room()
    room.do(room.ben, "summary.request", email=BEN)
    other.do(other.ben, "summary.request", email=BEN)
    digests = SummaryRequest.objects.values_list("address_digest", flat=True)
    assert len(set(digests)) == 2


def test_nothing_leads_from_the_address_to_who_asked(room: Room) -> None:
    ticket = new_id()
    room.do(room.ben, "summary.request", email=BEN, ticket=ticket)
    stored = str(list(SummaryRequest.objects.values())).lower()
    assert BEN in stored
    assert room.ben.id.hex not in stored.replace("-", "")
    assert ticket.hex not in stored.replace("-", "")
    assert BEN not in str(list(Outcome.objects.values())).lower()
    assert BEN not in str([event.payload for event in room.events()]).lower()


def test_the_mail_comes_once_the_report_is_written_and_the_address_is_gone(meeting: Room, postbox: Postbox) -> None:
    room = meeting
    room.do(room.ben, "summary.request", email=BEN)
    bring_reports_on()
    assert postbox.recipients == []

    close(room)
    bring_reports_on()

    assert sorted(postbox.recipients) == ["ana@example.org", BEN]
    assert "ana@example.org" in everything_stored()
    assert BEN not in everything_stored()
    assert not SummaryRequest.objects.exists()


def test_after_the_report_it_comes_when_the_time_to_undo_is_over(meeting: Room, postbox: Postbox) -> None:
    room = meeting
    close(room)
    room.do(room.ben, "summary.request", email=BEN)
    bring_reports_on()
    assert BEN not in postbox.recipients

    later()

    assert postbox.recipients.count(BEN) == 1
    assert BEN not in everything_stored()


def test_an_address_gets_one_mail_though_it_asks_after_the_first_has_gone(meeting: Room, postbox: Postbox) -> None:
    room = meeting
    room.do(room.ben, "summary.request", email=BEN)
    close(room)
    room.do(room.eva, "summary.request", email=BEN)
    room.do(room.ana, "workshop.reopen")
    close(room)
    later()
    assert postbox.recipients.count(BEN) == 1
    assert BEN not in everything_stored()


def test_requests_stay_when_the_meeting_is_reopened_just_before_they_are_seen_to(
    meeting: Room, postbox: Postbox
) -> None:
    """Also where the list of closed meetings was made before, and the report that was due is gone since."""
    room = meeting
    room.do(room.ben, "summary.request", email=BEN)
    room.do(room.ana, "workshop.close")
    SummaryRequest.objects.update(not_before=now() - timedelta(seconds=1))
    room.do(room.ana, "workshop.reopen")
    assert summaries._post_for(room.workshop.id, now=now()) == 0
    assert SummaryRequest.objects.count() == 1
    close(room)
    later()
    assert postbox.recipients.count(BEN) == 1


def test_a_request_that_is_taken_back_leaves_nothing_and_may_be_made_again(meeting: Room, postbox: Postbox) -> None:
    room, ticket = meeting, new_id()
    room.do(room.ben, "summary.request", email="fel@example.org", ticket=ticket)
    assert room.refusal(room.eva, "summary.withdraw", ticket=new_id()) == "not_found"
    room.do(room.ben, "summary.withdraw", ticket=ticket)
    assert room.me(room.ben)["summary"] is False
    assert "fel@example.org" not in everything_stored()

    room.do(room.ben, "summary.request", email=BEN, ticket=ticket)
    close(room)
    assert sorted(postbox.recipients) == ["ana@example.org", BEN]


def test_a_mail_on_its_way_cannot_be_taken_back(meeting: Room, postbox: Postbox) -> None:
    room, ticket = meeting, new_id()
    room.do(room.ben, "summary.request", email=BEN, ticket=ticket)
    close(room)
    assert room.refusal(room.ben, "summary.withdraw", ticket=ticket) == "not_found"
    assert room.me(room.ben)["summary"] is True


def test_an_address_that_refuses_for_good_is_forgotten_too(meeting: Room, postbox: Postbox) -> None:
    room = meeting
    postbox.unknown.add(BEN)
    room.do(room.ben, "summary.request", email=BEN)
    close(room)
    waiting = Message.objects.filter(key__startswith="summary:")
    assert [mail.recipient for mail in waiting] == [BEN]

    waiting.update(due_at=now(), tries=MOST_TRIES - 1)
    bring_reports_on()

    assert [(mail.state, mail.recipient) for mail in waiting] == [("failed", "")]
    assert BEN not in everything_stored()


def test_no_report_no_mail_and_no_address(meeting: Room, postbox: Postbox) -> None:
    room = meeting
    room.do(room.ben, "summary.request", email=BEN)
    Workshop.objects.filter(pk=room.workshop.id).update(status="closed")
    report = request_report(workshop=room.fresh(), now=now())
    assert post_due_summaries(now()) == 0
    assert SummaryRequest.objects.exists()

    Report.objects.filter(pk=report.pk).update(state="failed", tries=MOST_REPORT_TRIES)
    assert post_due_summaries(now()) == 0
    assert BEN not in everything_stored()


def test_a_meeting_that_is_never_closed_does_not_keep_addresses(room: Room) -> None:
    room.do(room.ben, "summary.request", email=BEN)
    post_due_summaries(now() + timedelta(days=29))
    assert SummaryRequest.objects.exists()
    post_due_summaries(now() + timedelta(days=32))
    assert not SummaryRequest.objects.exists()


def test_the_mail_says_why_it_comes_and_its_link_opens_the_report(meeting: Room, postbox: Postbox, client: Any) -> None:
    room = meeting
    room.do(room.ben, "summary.request", email=BEN)
    close(room)
    mail = next(one for one in postbox.mails if one["To"] == BEN)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "din adress är raderad" in text.get_content()
    assert "din adress är raderad" in html.get_content()
    assert "mottagare av mötets rapport" not in text.get_content() + html.get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_content()[:5] == b"%PDF-"
    link = next(line for line in text.get_content().splitlines() if "?key=" in line)
    assert client.get(link.partition("8000")[2]).status_code == 200


def test_it_is_in_the_language_of_whoever_asked(meeting: Room, postbox: Postbox) -> None:
    room = meeting
    english = type(room.ben)(room.ben.audience, room.ben.id, "en")
    room.do(english, "summary.request", email=BEN)
    close(room)
    mail = next(one for one in postbox.mails if one["To"] == BEN)
    assert mail["Subject"].startswith("What you arrived at")
    assert "your address is deleted" in mail.get_body(("html",)).get_content()


def test_whom_answers_reach_is_looked_up_once_for_all_who_asked(meeting: Room) -> None:
    close(meeting)
    meeting.do(meeting.ben, "summary.request", email=BEN)
    meeting.do(meeting.eva, "summary.request", email="eva.privat@example.org")
    SummaryRequest.objects.update(not_before=now() - timedelta(seconds=1))
    with CaptureQueriesContext(connection) as asked:
        assert post_due_summaries(now()) == 2
    assert len([one for one in asked if 'FROM "accounts_membership"' in one["sql"]]) == 1
