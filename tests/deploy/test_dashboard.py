"""The dashboard and the alerts name numbers that the service really has."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD, ALERTS = "deploy/grafana/ideahub.json", "deploy/prometheus.yml"
# Where no worker has been for an hour, or ever, there is no line: a curve may end there, an alert would never come.
NOT_ALWAYS = {DASHBOARD: {"ideahub_worker_heartbeat_seconds"}, ALERTS: set[str]()}


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\bideahub_[a-z_]+", text))


@pytest.mark.django_db
@pytest.mark.parametrize("name", NOT_ALWAYS)
def test_every_number_it_shows_exists(name: str) -> None:
    told = Client().get("/metrics").content.decode()
    exists = names_in(told) | {f"{one}_bucket" for one in names_in(told)}
    shown = names_in((ROOT / name).read_text())
    assert shown
    assert shown - exists <= NOT_ALWAYS[name]


@pytest.mark.django_db
def test_an_alert_asks_for_labels_that_the_number_has() -> None:
    told = Client().get("/metrics").content.decode()
    asked = re.findall(r'\b(ideahub_[a-z_]+)\{(\w+="\w+")\}', (ROOT / ALERTS).read_text())
    assert asked
    assert [(name, label) for name, label in asked if f"{name}{{{label}}}" not in told] == []


def test_every_panel_has_a_place_of_its_own() -> None:
    panels = json.loads((ROOT / DASHBOARD).read_text())["panels"]
    taken = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({panel["id"] for panel in panels}) == len(panels)
