"""Codes to sign in go through the outbox: at once, again while they are good, and never kept afterwards."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from ideahub.accounts.models import User
from ideahub.core.clock import now
from ideahub.embedded import ports
from ideahub.mail.delivery import deliver_due_mail
from ideahub.mail.models import Message
from tests.mail.postbox import Postbox
from tests.pages.conftest import built

__all__ = ["built"]

pytestmark = pytest.mark.django_db(transaction=True)
CODE, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def ana() -> User:
    cache.clear()
    return User.objects.create_user("ana@example.org")


def ask(email: str = "ana@example.org") -> Client:
    client = Client()
    client.post(CODE, {"email": email})
    return client


def settled() -> Message:
    """Once the thread that sends at once is through with it."""
    assert ports.wait_until(lambda: Message.objects.filter(tries__gt=0).exclude(state="sending").exists(), timeout_s=10)
    return Message.objects.get()


def readable(message: Message) -> str:
    return " ".join([message.key, message.recipient, message.subject, message.text, message.html, message.last_error])


def test_a_code_is_sent_at_once_and_nothing_readable_is_kept_of_it(postbox: Postbox) -> None:
    client = ask()
    message = settled()
    (mail,) = postbox.mails
    code = re.search(r"\d{6}", mail["Subject"])
    assert code
    assert (message.state, message.recipient, message.subject, message.text) == ("sent", "", "", "")
    assert code[0] not in readable(message)
    client.post(CONFIRM, {"code": code[0]})
    assert client.session.get("_auth_user_id")


def test_a_mail_server_that_is_away_for_a_moment_loses_no_code(postbox: Postbox) -> None:
    postbox.refusal = "451 kom igen"
    client = ask()
    assert settled().state == "waiting"
    postbox.refusal = ""
    Message.objects.update(due_at=now())
    deliver_due_mail()
    code = re.search(r"\d{6}", postbox.mails[0]["Subject"])
    assert code
    client.post(CONFIRM, {"code": code[0]})
    assert client.session.get("_auth_user_id")
    assert code[0] not in readable(Message.objects.get())


def test_a_code_that_is_no_longer_good_is_not_sent_and_not_kept(postbox: Postbox) -> None:
    postbox.refusal = "451 kom igen"
    ask()
    code = re.search(r"\d{6}", settled().text)
    assert code
    postbox.refusal = ""
    Message.objects.update(expires_at=now() - timedelta(seconds=1), due_at=now() + timedelta(hours=1))
    assert deliver_due_mail() == 0
    message = Message.objects.get()
    assert (message.state, message.last_error, postbox.mails) == ("failed", "expired", [])
    assert code[0] not in readable(message)


def test_a_code_is_good_for_as_long_as_its_mail_is_tried(postbox: Postbox) -> None:
    ask()
    message = settled()
    assert message.expires_at is not None
    assert timedelta(minutes=9) < message.expires_at - message.created_at < timedelta(minutes=11)
