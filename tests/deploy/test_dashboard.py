"""The dashboard and the alerts name numbers that the service really has."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
FILES = ("deploy/grafana/ideahub.json", "deploy/prometheus.yml")


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\bideahub_[a-z_]+", text))


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_every_number_it_shows_exists(name: str) -> None:
    told = Client().get("/metrics").content.decode()
    exists = names_in(told) | {f"{one}_bucket" for one in names_in(told)}
    shown = names_in((ROOT / name).read_text())
    assert shown
    # A part that has no value yet (a worker that has not been) has no line either.
    assert shown - exists <= {"ideahub_worker_heartbeat_seconds"}


def test_every_panel_has_a_place_of_its_own() -> None:
    panels = json.loads((ROOT / FILES[0]).read_text())["panels"]
    taken = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({panel["id"] for panel in panels}) == len(panels)
