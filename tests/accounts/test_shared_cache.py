"""The limits on signing in count for all processes together, and go on counting while Redis is away."""

from collections.abc import Iterator

import pytest
from django.conf import settings as running
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import Client
from pytest_django import Settings

from ideahub.accounts.models import User
from ideahub.accounts.shared_cache import SharedCache
from ideahub.embedded import ports
from tests.accounts.test_sign_in import LOGIN, PASSWORD, is_signed_in
from tests.pages.conftest import built

__all__ = ["built"]


def make_cache(location: str) -> BaseCache:
    params = {name: value for name, value in running.CACHES["default"].items() if name not in {"BACKEND", "LOCATION"}}
    return SharedCache(location, params)


@pytest.fixture
def redis_away(settings: Settings) -> Iterator[None]:
    away = {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{ports.free_port()}/0"}
    settings.CACHES = {"default": away}
    yield
    caches["default"].clear()


def test_what_one_process_counts_another_sees() -> None:
    one, other = make_cache(running.REDIS_URL), make_cache(running.REDIS_URL)
    one.set("tries", [1.5, 2.5], 60)
    assert other.get("tries") == [1.5, 2.5]
    assert not other.add("tries", [], 60)
    one.delete("tries")
    assert other.get("tries") is None


def test_what_is_kept_is_no_program() -> None:
    cache = make_cache(running.REDIS_URL)
    with pytest.raises(TypeError):
        cache.set("key", object(), 60)


@pytest.mark.django_db
def test_without_redis_people_sign_in(redis_away: None) -> None:
    User.objects.create_user("ana@example.se", PASSWORD)
    client = Client()
    client.post(LOGIN, {"login": "ana@example.se", "password": PASSWORD})
    assert is_signed_in(client)


@pytest.mark.django_db
def test_without_redis_guessing_a_password_is_stopped_all_the_same(redis_away: None) -> None:
    User.objects.create_user("ana@example.se", PASSWORD)
    for _try in range(6):
        Client().post(LOGIN, {"login": "ana@example.se", "password": "fel"})
    client = Client()
    html = client.post(LOGIN, {"login": "ana@example.se", "password": PASSWORD}).content.decode()
    assert "Det blev för många försök." in html
    assert not is_signed_in(client)
