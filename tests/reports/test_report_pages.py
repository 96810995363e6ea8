from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from ideahub.accounts.models import Role, User
from ideahub.core.clock import now
from ideahub.reports import links
from ideahub.reports.delivery import write_due_reports
from ideahub.reports.domain import request_report
from tests.reports.meetings import Meeting, ana_in_charge, hold_drawn_meeting, hold_meeting

pytestmark = pytest.mark.django_db


def written(meeting: Meeting) -> Meeting:
    request_report(workshop=meeting.workshop, now=now())
    write_due_reports()
    return meeting


@pytest.fixture
def meeting() -> Meeting:
    return written(hold_drawn_meeting())


def address(meeting: Meeting, *, file: str = "") -> str:
    return f"/reports/{meeting.workshop.pk}/{file}"


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_in_the_arena_reads_it(client: Client, meeting: Meeting, role: Role) -> None:
    client.force_login(ana_in_charge(meeting, role=role))
    page = client.get(address(meeting))
    assert page.status_code == 200
    assert "Mötet enades om sex åtgärder" in page.content.decode()


def test_a_stranger_finds_nothing(client: Client, meeting: Meeting) -> None:
    client.force_login(ana_in_charge(hold_meeting(), email="cleo@example.org"))
    assert client.get(address(meeting)).status_code == 404
    assert client.get(address(meeting, file="report.pdf")).status_code == 404


def test_somebody_signed_out_is_asked_to_sign_in_whether_or_not_there_is_a_report(
    client: Client, meeting: Meeting
) -> None:
    there, not_there = client.get(address(meeting)), client.get(f"/reports/{uuid4()}/")
    assert there.status_code == not_there.status_code == 302
    assert there["Location"].startswith("/accounts/login/?next=/reports/")


def test_the_key_from_the_mail_opens_page_and_pdf(client: Client, meeting: Meeting) -> None:
    key = links.key_of(meeting.workshop.pk)
    page = client.get(address(meeting), {"key": key})
    assert page.status_code == 200
    assert f'href="report.pdf?key={key}"' in page.content.decode()
    pdf = client.get(address(meeting, file="report.pdf"), {"key": key})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_key_opens_no_other_report(client: Client, meeting: Meeting) -> None:
    other = written(hold_meeting())
    assert client.get(address(other), {"key": links.key_of(meeting.workshop.pk)}).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "a:b", "\x00", "å" * 300])
def test_a_wrong_key_opens_nothing(client: Client, meeting: Meeting, key: str) -> None:
    assert client.get(address(meeting), {"key": key}).status_code == 404


def test_a_key_ends_after_half_a_year(client: Client, meeting: Meeting) -> None:
    key = links.key_of(meeting.workshop.pk)
    with time_machine.travel(now() + timedelta(days=181)):
        assert client.get(address(meeting), {"key": key}).status_code == 404


def test_neither_page_nor_key_is_kept_or_passed_on(client: Client, meeting: Meeting) -> None:
    for file in ("", "report.pdf"):
        page = client.get(address(meeting, file=file), {"key": links.key_of(meeting.workshop.pk)})
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_the_page_needs_no_inline_style_or_script(client: Client, meeting: Meeting) -> None:
    page = client.get(address(meeting), {"key": links.key_of(meeting.workshop.pk)})
    html = page.content.decode()
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert not [one for one in (" style=", "<style", "<script", " onclick=") if one in html]


def test_every_idea_stands_there_with_its_number_and_no_address(client: Client, meeting: Meeting) -> None:
    html = client.get(address(meeting), {"key": links.key_of(meeting.workshop.pk)}).content.decode()
    assert 'id="idea-12"' in html
    assert "Avsätt två procent av inköpen till att prova nytt." in html
    assert "Dubblett om delägande" in html
    assert "Något elakt" not in html
    assert "@example" not in html


def test_the_other_language_keeps_the_key_and_marks_what_people_wrote(client: Client, meeting: Meeting) -> None:
    key = links.key_of(meeting.workshop.pk)
    html = client.get(address(meeting), {"key": key, "lang": "en"}).content.decode()
    assert '<html lang="en">' in html
    assert "The meeting agreed on six actions" in html
    assert '<h1 lang="sv">' in html
    assert f'href="?lang=sv&amp;key={key}"' in html


def test_the_case_number_stands_under_the_title(client: Client) -> None:
    held = hold_meeting()
    held.workshop.case_number = "KS <2026>/0417"
    held.workshop.save()
    client.force_login(ana_in_charge(held))
    page = client.get(address(written(held)))
    assert "Diarienummer KS &lt;2026&gt;/0417.</p>" in page.content.decode()


def test_html_that_people_type_is_only_text(client: Client) -> None:
    meeting = hold_meeting(target="ideas", title="<script>1</script>")
    meeting.vote(meeting.idea("<script>2</script>").pk, 1)
    meeting.action("<script>3</script>", owner="<script>4</script>")
    written(meeting)
    html = client.get(address(meeting), {"key": links.key_of(meeting.workshop.pk)}).content.decode()
    assert "<script" not in html
    assert html.count("&lt;script&gt;2") >= 2


def test_a_report_that_is_being_written_says_so_and_looks_again(client: Client) -> None:
    meeting = hold_meeting()
    client.force_login(ana_in_charge(meeting))
    assert "Rapporten skrivs när mötet avslutas." in client.get(address(meeting)).content.decode()
    request_report(workshop=meeting.workshop, now=now())
    page = client.get(address(meeting)).content.decode()
    assert "Rapporten skrivs. Sidan visar den strax." in page
    assert "reports/waiting.js" in page
    assert "refresh" not in page
    assert client.get(address(meeting, file="report.pdf")).status_code == 404
    page = client.get(address(meeting), {"lang": "en"}).content.decode()
    assert '<html lang="en">' in page
    assert "The report is being written. It shows here in a moment." in page
    assert '<h1 lang="sv">' in page


def test_the_latest_version_is_shown(client: Client, meeting: Meeting) -> None:
    meeting.action("En sjunde åtgärd")
    written(meeting)
    html = client.get(address(meeting), {"key": links.key_of(meeting.workshop.pk)}).content.decode()
    assert "En sjunde åtgärd" in html
    assert "Version 2." in html


def test_somebody_who_left_the_arena_reads_it_no_more(client: Client, meeting: Meeting) -> None:
    ana: User = ana_in_charge(meeting)
    client.force_login(ana)
    ana.memberships.all().delete()
    assert client.get(address(meeting)).status_code == 404
