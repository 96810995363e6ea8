"""Signing in as people do it: by a code in a mail, or by a password. Only those who were invited."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from ideahub.accounts.models import User
from ideahub.mail.delivery import deliver_due_mail
from ideahub.mail.models import Message
from ideahub.pages.sign_in import InvitedOnly
from tests.pages.conftest import built

__all__ = ["built"]

CODE, CONFIRM, LOGIN = "/accounts/login/code/", "/accounts/login/code/confirm/", "/accounts/login/"
PASSWORD = "en-lang-fras-att-minnas"
TOO_MANY = "Vänta upp till en timme, eller logga in med lösenord om du har valt ett."


@pytest.fixture(autouse=True)
def _forget_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user("ana@example.se", PASSWORD, name="Ana")


def mailed_code() -> str:
    deliver_due_mail()
    found = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[0]


def wrong_code() -> str:
    return f"{(int(mailed_code()) + 1) % 1_000_000:06}"


def is_signed_in(client: Client) -> bool:
    return client.get("/meetings/").status_code == 200


def test_a_mailed_code_signs_in_and_leads_to_where_one_was_going(ana: User) -> None:
    client = Client()
    asked = client.post(CODE, {"email": "Ana@Example.se", "next": "/people/"})
    assert asked.headers["Location"].startswith(CONFIRM)
    answer = client.post(CONFIRM, {"code": mailed_code(), "next": "/people/"})
    assert answer.headers["Location"] == "/people/"
    assert is_signed_in(client)


def test_the_code_comes_in_the_language_of_whoever_gets_it(ana: User) -> None:
    ana.language = "en"
    ana.save()
    Client().post(CODE, {"email": ana.email})
    code = mailed_code()
    assert mail.outbox[-1].subject == f"Your code for Ideahub: {code}"
    assert "Here is the code to sign in with:" in mail.outbox[-1].body


def test_a_wrong_code_says_how_many_tries_are_left(ana: User) -> None:
    client = Client()
    client.post(CODE, {"email": ana.email})
    first = client.post(CONFIRM, {"code": wrong_code()}).content.decode()
    second = client.post(CONFIRM, {"code": wrong_code()}).content.decode()
    assert "Du har 2 försök kvar." in first
    assert "Du har ett försök kvar." in second
    assert not is_signed_in(client)


def test_three_wrong_codes_end_the_code(ana: User) -> None:
    client = Client()
    client.post(CODE, {"email": ana.email})
    right = mailed_code()
    for _try in range(3):
        answer = client.post(CONFIRM, {"code": wrong_code()})
    assert answer.status_code == 302
    client.post(CONFIRM, {"code": right})
    assert not is_signed_in(client)


def test_a_code_ends_after_ten_minutes(ana: User, settings: Settings) -> None:
    assert settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT == 600
    client = Client()
    client.post(CODE, {"email": ana.email})
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client.post(CONFIRM, {"code": mailed_code()})
    assert not is_signed_in(client)


def test_a_new_code_replaces_the_first(ana: User) -> None:
    client = Client()
    client.post(CODE, {"email": ana.email})
    first = mailed_code()
    client.post(CONFIRM, {"action": "resend"})
    if mailed_code() != first:
        client.post(CONFIRM, {"code": first})
        assert not is_signed_in(client)
    client.post(CONFIRM, {"code": mailed_code()})
    assert is_signed_in(client)


def test_an_address_nobody_invited_looks_the_same_and_gets_no_mail(ana: User) -> None:
    client = Client()
    answer = client.post(CODE, {"email": "vem@example.se"})
    assert answer.headers["Location"].startswith(CONFIRM)
    assert "Vi har mejlat sex siffror till vem@example.se" in client.get(CONFIRM).content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("code", ["", "000000"])
def test_no_code_signs_in_an_address_nobody_invited(ana: User, code: str) -> None:
    client = Client()
    client.post(CODE, {"email": "vem@example.se"})
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_a_password_signs_in(ana: User) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": ana.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/meetings/"
    assert is_signed_in(client)


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(ana: User) -> None:
    html = Client().post(LOGIN, {"login": ana.email, "password": "fel"}).content.decode()
    assert f'value="{ana.email}"' in html
    assert "Adressen och lösenordet hör inte ihop." in html


def test_a_closed_account_does_not_come_in(ana: User) -> None:
    ana.is_active = False
    ana.save()
    client = Client()
    client.post(CODE, {"email": ana.email})
    client.post(LOGIN, {"login": ana.email, "password": PASSWORD})
    assert not Message.objects.exists()
    assert not is_signed_in(client)


def test_others_on_the_same_network_cannot_lock_somebody_out(ana: User) -> None:
    for number in range(30):
        Client().post(LOGIN, {"login": f"gast{number}@example.se", "password": "fel"})
        Client().post(CODE, {"email": f"gast{number}@example.se"})
    client = Client()
    client.post(LOGIN, {"login": ana.email, "password": PASSWORD})
    assert is_signed_in(client)


def test_guessing_one_persons_password_is_stopped_and_the_code_still_works(ana: User) -> None:
    for _try in range(6):
        Client().post(LOGIN, {"login": ana.email, "password": "fel"})
    client = Client()
    html = client.post(LOGIN, {"login": ana.email, "password": PASSWORD}).content.decode()
    assert "Det blev för många försök." in html
    client.post(CODE, {"email": ana.email})
    client.post(CONFIRM, {"code": mailed_code()})
    assert is_signed_in(client)


def ask_for_codes(email: str, times: int, *, known: str = "", address: str = "192.0.2.1") -> str:
    """Each time as if the device had forgotten the one before, but for its cookie. Returns the last answer."""
    html = ""
    for _try in range(times):
        html = asking(known).post(CODE, {"email": email}, REMOTE_ADDR=address).content.decode()
    return html


def asking(known: str) -> Client:
    client = Client()
    if known:
        client.cookies["ideahub_known"] = known
    return client


def anas_own_device(ana: User) -> str:
    """The cookie of one where she has signed in."""
    client = Client()
    client.post(LOGIN, {"login": ana.email, "password": PASSWORD})
    return client.cookies["ideahub_known"].value


def test_one_address_is_not_flooded_with_codes(ana: User) -> None:
    for host in range(30):
        html = ask_for_codes(ana.email, 1, address=f"192.0.2.{host}")
    assert Message.objects.count() == 20
    assert TOO_MANY in html


def test_one_place_does_not_spend_what_all_strangers_have(ana: User) -> None:
    assert TOO_MANY in ask_for_codes(ana.email, 30)
    assert Message.objects.count() == 5
    somewhere_else = Client(REMOTE_ADDR="198.51.100.7")
    somewhere_else.post(CODE, {"email": ana.email})
    somewhere_else.post(CONFIRM, {"code": mailed_code()})
    assert is_signed_in(somewhere_else)


def test_a_new_code_is_counted_as_the_first_was(ana: User) -> None:
    for _try in range(3):
        client = Client()
        client.post(CODE, {"email": ana.email})
        for _again in range(2):
            client.post(CONFIRM, {"action": "resend"})
    assert Message.objects.count() == 5
    assert TOO_MANY in ask_for_codes(ana.email, 1, address="127.0.0.1")
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.post(CODE, {"email": ana.email})
    ask_for_codes(ana.email, 4, address="198.51.100.7")
    refused = client.post(CONFIRM, {"action": "resend"}, follow=True)
    assert TOO_MANY in refused.content.decode()
    assert Message.objects.count() == 10


def test_strangers_do_not_keep_somebody_from_their_own_device(ana: User) -> None:
    own = anas_own_device(ana)
    for host in range(30):
        ask_for_codes(ana.email, 1, address=f"192.0.2.{host}")
    client = asking(own)
    client.post(CODE, {"email": "Ana@Example.se"})
    assert Message.objects.count() == 21
    client.post(CONFIRM, {"code": mailed_code()})
    assert is_signed_in(client)


def test_a_known_device_floods_nobody_either(ana: User) -> None:
    assert TOO_MANY in ask_for_codes(ana.email, 12, known=anas_own_device(ana))
    assert Message.objects.count() == 10


def test_a_device_is_known_for_whoever_signed_in_there_alone(ana: User) -> None:
    ben = User.objects.create_user("ben@example.se", PASSWORD, name="Ben")
    ask_for_codes(ben.email, 12, known=anas_own_device(ana))
    assert Message.objects.count() == 5


def test_a_forged_cookie_makes_no_device_known(ana: User) -> None:
    own = anas_own_device(ana)
    ask_for_codes(ana.email, 12, known=own[:-1] + ("x" if own[-1] != "x" else "y"))
    assert Message.objects.count() == 5


def test_nobody_makes_an_account_by_themselves(db: None) -> None:
    client = Client()
    assert client.get("/accounts/signup/").headers["Location"] == LOGIN
    client.post("/accounts/signup/", {"email": "vem@example.se", "password1": PASSWORD})
    assert not User.objects.exists()
    assert not InvitedOnly().is_open_for_signup(client.get("/").wsgi_request)


def test_signing_out_takes_a_button(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert not is_signed_in(client)


def test_signing_in_leads_nowhere_outside(ana: User) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": ana.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/meetings/"
