from pathlib import Path

import pytest
from django.test import Client

from ideahub.pages import manifest
from ideahub.pages.manifest import Entry, FrontEndMissing, find_entry
from tests.pages.conftest import FONT


def test_an_entry_is_its_script_with_what_it_imports_and_asks_for() -> None:
    assert find_entry("phone") == Entry(
        script="assets/phone-x1.js",
        modules=("assets/shared-x1.js", "assets/first-x1.js"),
        styles=("assets/phone-x1.css",),
        font=FONT,
    )
    assert find_entry("board").modules == ("assets/shared-x1.js",)


def test_an_entry_that_was_not_built_is_missing() -> None:
    with pytest.raises(FrontEndMissing):
        find_entry("watch")


def test_without_the_front_end_each_page_says_how_to_build_it(stranger: Client, built: Path) -> None:
    built.unlink()
    manifest._entry.cache_clear()
    for path in ("/", "/j/428617", "/accounts/login/"):
        response = stranger.get(path)
        assert response.status_code == 503
        assert "npm --prefix frontend run build" in response.content.decode()


def test_error_pages_do_without_the_front_end(stranger: Client, built: Path) -> None:
    built.unlink()
    manifest._entry.cache_clear()
    response = stranger.get("/nope")
    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()
