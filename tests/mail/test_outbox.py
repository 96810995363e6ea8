import threading
from datetime import timedelta

import pytest
from django.db import connection

from ideahub.core.clock import now
from ideahub.mail.delivery import deliver_due_mail
from ideahub.mail.domain import BACK_OFF_S, LEASE, MOST_TRIES, Letter, claim_message, clean_subject, post_letter
from ideahub.mail.models import Attachment, Message
from ideahub.mail.tasks import sweep
from tests.mail.postbox import Postbox

LETTER = Letter(subject="Hej", text="Som text å", html="<p>Som HTML å</p>", language="sv")


def post(key: str = "test:1", *, recipient: str = "ana@example.org", letter: Letter = LETTER) -> Message:
    post_letter(letter, key=key, recipient=recipient, now=now())
    return Message.objects.get(key=key)


def make_due(**fields: object) -> None:
    Message.objects.update(due_at=now() - timedelta(seconds=1), **fields)


@pytest.mark.django_db
def test_a_key_is_posted_once() -> None:
    assert post_letter(LETTER, key="a", recipient="ana@example.org", now=now())
    assert not post_letter(LETTER, key="a", recipient="ben@example.org", now=now())
    assert [mail.recipient for mail in Message.objects.all()] == ["ana@example.org"]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Fest\r\nBcc: alla@example.org", "Fest Bcc: alla@example.org"),
        ("rad\u2028rad\x00\x1b[31m", "rad rad [31m"),
        ("om\u202evänd", "om vänd"),
        ("x" * 300, "x" * 149 + "…"),
    ],
)
def test_a_subject_is_one_line_whatever_was_typed(typed: str, sent: str) -> None:
    assert clean_subject(typed) == sent


@pytest.mark.django_db(transaction=True)
def test_a_mail_arrives_whole(postbox: Postbox) -> None:
    file = Attachment.objects.create(name="rapport.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    post_letter(LETTER, key="whole", recipient="ana@example.org", now=now(), attachments=[file])

    assert deliver_due_mail() == 1

    (mail,) = postbox.mails
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert (text.get_content().strip(), html.get_content().strip()) == ("Som text å", "<p>Som HTML å</p>")
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("rapport.pdf", b"%PDF-1.7")
    assert mail["Message-ID"] == Message.objects.get().message_id
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db(transaction=True)
def test_nothing_typed_becomes_a_header(postbox: Postbox) -> None:
    post(letter=Letter("Möte\r\nBcc: spion@example.org\r\n\r\nHej", "t", "", "sv"))
    sweep()
    (mail,) = postbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Möte Bcc: spion@example.org Hej"


@pytest.mark.django_db(transaction=True)
def test_a_sent_mail_is_not_sent_again(postbox: Postbox) -> None:
    post()
    assert [deliver_due_mail(), deliver_due_mail()] == [1, 0]
    assert len(postbox.mails) == 1
    assert Message.objects.get().state == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_refused_mail_waits_longer_each_time_and_fails_after_eight_tries(postbox: Postbox) -> None:
    postbox.refusal = "451 ana@example.org kan inte ta emot nu"
    post()
    waits = []
    for _ in range(MOST_TRIES):
        make_due()
        began = now()
        deliver_due_mail()
        waits.append(round((Message.objects.get().due_at - began).total_seconds()))

    mail = Message.objects.get()
    assert waits[:-1] == list(BACK_OFF_S)
    assert (mail.state, mail.tries, mail.lease_until) == ("failed", 8, None)
    assert mail.last_error == "SMTPDataError 451"
    make_due()
    postbox.refusal = ""
    assert deliver_due_mail() == 0


@pytest.mark.django_db(transaction=True)
def test_a_mail_goes_out_once_the_server_is_back(postbox: Postbox, settings: object) -> None:
    post()
    settings.EMAIL_PORT = postbox.port + 1  # type: ignore[attr-defined]
    assert deliver_due_mail() == 0
    assert Message.objects.get().state == "waiting"

    settings.EMAIL_PORT = postbox.port  # type: ignore[attr-defined]
    make_due()
    assert deliver_due_mail() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_go_does_not_hold_up_the_others(postbox: Postbox) -> None:
    postbox.unknown = {"nobody@example.org"}
    post("bad", recipient="nobody@example.org")
    post("good", recipient="ben@example.org")
    deliver_due_mail()
    assert postbox.recipients == ["ben@example.org"]


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_kept_from_others_until_its_lease_has_passed() -> None:
    post()
    first = claim_message(now())
    assert first is not None
    assert claim_message(now()) is None
    assert Message.objects.get().state == "sending"
    again = claim_message(now() + LEASE + timedelta(seconds=1))
    assert again is not None
    assert again.tries == 2


@pytest.mark.django_db(transaction=True)
def test_a_mail_whose_sender_died_eight_times_has_failed() -> None:
    post()
    Message.objects.update(state="sending", tries=MOST_TRIES, lease_until=now() - timedelta(seconds=1))
    assert claim_message(now()) is None
    assert Message.objects.get().state == "failed"


@pytest.mark.django_db(transaction=True)
def test_senders_side_by_side_send_each_mail_once(postbox: Postbox) -> None:
    for at in range(12):
        post(f"key:{at}", recipient=f"p{at:02d}@example.org")

    def work() -> None:
        deliver_due_mail()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert postbox.recipients == [f"p{at:02d}@example.org" for at in range(12)]
