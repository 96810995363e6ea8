"""The service worker and the web manifest, as a phone gets them."""

import struct
from pathlib import Path

import pytest
from django.test import Client

PAGES = Path(__file__).resolve().parents[2] / "ideahub" / "pages" / "static" / "pages"


def test_the_service_worker_is_asked_for_anew_each_time(stranger: Client, built: Path) -> None:
    (built.parent.parent / "sw.js").write_text("// worker")
    response = stranger.get("/sw.js")
    assert response.content == b"// worker"
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_front_end_that_is_not_built_has_no_worker(stranger: Client) -> None:
    assert stranger.get("/sw.js").status_code == 503


@pytest.mark.parametrize(
    ("language", "told"),
    [("sv", "Var med i mötet från telefonen."), ("en", "Take part in the meeting from your phone.")],
)
def test_the_manifest_names_the_app_in_the_readers_language(stranger: Client, language: str, told: str) -> None:
    response = stranger.get("/manifest.webmanifest", headers={"Accept-Language": language})
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["name"], manifest["start_url"], manifest["lang"], manifest["description"]) == (
        "Ideahub",
        "/j/",
        language,
        told,
    )


def test_the_icons_are_there_in_the_sizes_that_the_manifest_says(stranger: Client) -> None:
    icons = stranger.get("/manifest.webmanifest").json()["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        header = (PAGES / icon["src"].rsplit("/", 1)[1]).read_bytes()[:24]
        assert header.startswith(b"\x89PNG")
        assert "{}x{}".format(*struct.unpack(">II", header[16:24])) == icon["sizes"]


def test_only_the_phone_can_be_installed(stranger: Client, ana: Client) -> None:
    assert 'rel="manifest"' in stranger.get("/j/").content.decode()
    assert 'rel="manifest"' not in ana.get("/meetings/").content.decode()
