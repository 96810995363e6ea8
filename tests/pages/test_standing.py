"""Anybody may see how the service stands, and sees nothing more than that."""

import pytest
from django.test import Client

from ideahub.edge import health
from tests.support.page import text_of

ALL = {"database": True, "migrations": True, "redis": True, "worker": True}


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """What each part says; the test changes it."""
    said = dict(ALL)
    for name, check in health.CHECKS.items():
        monkeypatch.setattr(check, "answer", lambda _asked_at, name=name: said[name])
        monkeypatch.setattr(check, "ask", lambda: None)
    return said


def read(query: str = "") -> str:
    """Without the database mark a query would fail the test."""
    response = Client().get(f"/status/{query}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return text_of(response)


def test_all_is_well_in_both_languages(stands: dict[str, bool]) -> None:
    assert "Allt fungerar" in read()
    assert "Det går att vara med, skriva och rösta." in read()
    assert "Everything works" in read("?lang=en")
    assert "You can take part, write and vote." in read("?lang=en")


@pytest.mark.parametrize(
    ("part", "heading", "sentence"),
    [
        ("redis", "Det mesta fungerar", "Skärmarna kan ligga en sekund efter."),
        ("worker", "Det mesta fungerar", "Rapporter och mejl väntar."),
        ("database", "Vi är strax tillbaka", "Det går inte att spara eller läsa."),
        ("migrations", "Vi är strax tillbaka", "Det går inte att spara eller läsa."),
    ],
)
def test_what_is_missing_is_said_in_words_and_not_by_its_name(
    stands: dict[str, bool], part: str, heading: str, sentence: str
) -> None:
    stands[part] = False
    text = read()
    assert heading in text
    assert sentence in text
    assert not [name for name in health.CHECKS if name in text.lower()]


def test_a_process_that_is_going_says_that_it_takes_a_short_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_draining", True)
    text = read()
    assert "Vi startar om" in text
    assert "Det tar en kort stund." in text
