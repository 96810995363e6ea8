"""Join codes and QR tokens."""

import pytest
from django.db import IntegrityError

from ideahub.workshops.codes import create_with_codes, new_code, new_qr_token
from ideahub.workshops.models import Workshop
from tests.support.setup import People


def test_a_code_is_six_digits_without_a_leading_zero() -> None:
    codes = {new_code() for _try in range(2000)}
    assert all(len(code) == 6 and code.isdigit() and code[0] != "0" for code in codes)
    assert len(codes) > 1900


def test_a_qr_token_holds_128_bits() -> None:
    assert len({new_qr_token() for _try in range(100)}) == 100
    assert len(new_qr_token()) == 22


def test_a_code_that_is_taken_is_drawn_again(people: People, workshop: Workshop) -> None:
    drawn = iter([workshop.code, workshop.code, "654321"])
    made = create_with_codes(pick_code=lambda: next(drawn), arena=people.arena, title="Ett till")
    assert made.code == "654321"


def test_it_gives_up_when_no_code_is_free(people: People, workshop: Workshop) -> None:
    with pytest.raises(IntegrityError):
        create_with_codes(pick_code=lambda: workshop.code, arena=people.arena, title="Ett till")
