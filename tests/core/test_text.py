"""What people type, and what is stored of it. frontend/src/phone/length.test.ts holds the phone to the same cases."""

import json
from pathlib import Path

import pytest

from ideahub.core.errors import DomainError
from ideahub.text import clean, clean_line

CASES = json.loads((Path(__file__).parent / "unseen.json").read_text())


@pytest.mark.parametrize(("typed", "stored"), CASES["stored"])
def test_what_nobody_sees_is_dropped_and_what_a_script_or_an_emoji_needs_is_kept(typed: str, stored: str) -> None:
    assert clean(typed, most=100, field="text") == stored


@pytest.mark.parametrize("typed", CASES["empty"])
def test_a_text_of_which_nothing_is_seen_is_none(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        clean(typed, most=100, field="text")
    assert str(refused.value.detail) == "Skriv något först."


@pytest.mark.parametrize("char", ["\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\x00", "\ud800"])
def test_what_turns_its_neighbours_around_or_breaks_a_file_is_refused(char: str) -> None:
    with pytest.raises(DomainError) as refused:
        clean(f"Sol{char}celler", most=100, field="text")
    assert refused.value.code == "invalid"


def test_what_was_dropped_does_not_count() -> None:
    assert clean("\u200b" * 500 + "Sol", most=3, field="text") == "Sol"


def test_two_texts_that_look_alike_are_alike() -> None:
    assert clean("Sol\u200bceller\u2060", most=20, field="text") == clean("Solceller", most=20, field="text")


@pytest.mark.parametrize("between", ["\r", "\n", "\r\n", "\t", " \r \n ", "\u2028", "\u2029"])
def test_what_is_one_line_stays_one_however_it_was_broken(between: str) -> None:
    assert clean_line(f"Cyklar{between}till alla", most=40, field="title") == "Cyklar till alla"
