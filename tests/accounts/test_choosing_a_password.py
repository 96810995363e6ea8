"""Whoever signs in may choose a password, and change it; nobody needs one."""

from collections.abc import Iterator

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client

from ideahub.accounts.models import Role, User
from ideahub.accounts.people import invite_member
from ideahub.pages.sign_in import CODE_COUNTS_S
from tests.accounts.test_sign_in import mailed_code
from tests.pages.conftest import built
from tests.support.setup import People, gather_people

__all__ = ["built"]

LOGIN, CHANGE, SET = "/accounts/login/", "/accounts/password/change/", "/accounts/password/set/"
OLD, NEW = "en-lang-fras-att-minnas", "fyra ord utan mening"


@pytest.fixture(autouse=True)
def _forget_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def people(db: None) -> People:
    return gather_people()


@pytest.fixture
def invited(people: People) -> User:
    member = invite_member(
        by=people.ana, arena_id=people.arena.id, email="dan@example.se", role=Role.FACILITATOR, language="sv"
    )
    return member.user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def opens(email: str, password: str) -> bool:
    client = Client()
    client.post(LOGIN, {"login": email, "password": password})
    return client.get("/meetings/").status_code == 200


def with_password(user: User) -> User:
    user.set_password(OLD)
    user.save()
    return user


def test_somebody_invited_chooses_one_and_signs_in_with_it(invited: User) -> None:
    client = signed_in(invited)
    assert client.get(CHANGE).headers["Location"] == SET
    assert "Lösenordet du har nu" not in client.get(SET).content.decode()
    assert client.post(SET, {"password1": NEW, "password2": NEW}).headers["Location"] == "/settings/?password=saved"
    assert client.get("/meetings/").status_code == 200
    assert opens(invited.email, NEW)


def test_who_has_one_changes_it_and_stays_signed_in(people: People) -> None:
    client = signed_in(with_password(people.ana))
    answer = client.post(CHANGE, {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert answer.headers["Location"] == "/settings/?password=saved"
    assert client.get("/meetings/").status_code == 200
    assert (opens(people.ana.email, OLD), opens(people.ana.email, NEW)) == (False, True)


def test_other_browsers_are_signed_out_by_the_change(people: People) -> None:
    client, other = signed_in(with_password(people.ana)), signed_in(people.ana)
    client.post(CHANGE, {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert other.get("/meetings/").status_code == 302


def test_nobody_changes_it_without_the_one_there_is(people: People) -> None:
    client = signed_in(with_password(people.ana))
    page = client.post(CHANGE, {"oldpassword": "fel", "password1": NEW, "password2": NEW}).content.decode()
    assert "Lösenordet stämmer inte. Skriv det du har nu." in page
    assert client.get(SET).headers["Location"] == CHANGE
    assert client.post(SET, {"password1": NEW, "password2": NEW}).headers["Location"] == CHANGE
    assert opens(people.ana.email, OLD)


def signed_in_by_code(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/code/", {"email": user.email})
    client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    return client


def test_who_has_just_signed_in_by_a_mailed_code_needs_no_old_one(people: People) -> None:
    client = signed_in_by_code(with_password(people.ana))
    page = client.get(CHANGE).content.decode()
    assert ("Byt lösenord" in page, "Lösenordet du har nu" in page) == (True, False)
    assert client.post(CHANGE, {"password1": NEW, "password2": NEW}).headers["Location"] == "/settings/?password=saved"
    assert (opens(people.ana.email, OLD), opens(people.ana.email, NEW)) == (False, True)


def test_a_code_shown_long_ago_does_not_count(people: People) -> None:
    client = signed_in_by_code(with_password(people.ana))
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] -= CODE_COUNTS_S
    session.save()
    page = client.post(CHANGE, {"password1": NEW, "password2": NEW}).content.decode()
    assert "Har du glömt det? Logga ut och logga in med en mejlad kod" in page
    assert opens(people.ana.email, OLD)


@pytest.mark.parametrize("path", [CHANGE, SET])
def test_one_that_is_not_typed_alike_twice_is_refused(people: People, invited: User, path: str) -> None:
    client = signed_in(with_password(people.ana) if path == CHANGE else invited)
    answer = client.post(path, {"oldpassword": OLD, "password1": NEW, "password2": f"{NEW}r"})
    assert (answer.status_code, b'id="password2-error"' in answer.content) == (200, True)
    assert not opens((people.ana if path == CHANGE else invited).email, NEW)


@pytest.mark.parametrize("bad", ["kort", "password123", ""])
def test_a_bad_one_is_refused_with_a_reason(invited: User, bad: str) -> None:
    answer = signed_in(invited).post(SET, {"password1": bad, "password2": bad})
    assert (answer.status_code, b'id="password1-error"' in answer.content) == (200, True)
    invited.refresh_from_db()
    assert not invited.has_usable_password()


@pytest.mark.parametrize("path", [CHANGE, SET])
def test_a_stranger_is_led_to_sign_in(db: None, path: str) -> None:
    assert Client().get(path).headers["Location"].startswith(LOGIN)


def test_the_sign_in_page_says_where_a_password_comes_from(db: None) -> None:
    page = Client().get(f"{LOGIN}?way=password").content.decode()
    assert "Har du inget lösenord? Logga in med en kod och välj ett under Inställningar." in page
