"""The API's description says what there is, and its page needs no script."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event, Lock
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from ideahub.api import operations_answers, overview_answers, setup_answers, urls
from ideahub.api.moments import Moment


def paths(patterns: list[URLPattern | URLResolver], before: str = "/api/") -> list[str]:
    found = []
    for one in patterns:
        route = before + str(one.pattern).replace("<uuid:", "{").replace("<str:", "{").replace("<int:", "{").replace(
            ">", "}"
        )
        if isinstance(one, URLResolver):
            found += paths(one.url_patterns, route)
        elif not route.endswith("^"):
            found.append(route)
    return found


def test_the_description_is_valid_and_without_warnings(tmp_path: object) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=f"{tmp_path}/schema.yaml")


@pytest.mark.django_db
def test_every_call_there_is_stands_in_the_description() -> None:
    document = Client().get("/api/schema/?format=json").json()
    assert document["openapi"].startswith("3.1")
    missing = set(paths(urls.urlpatterns)) - set(document["paths"]) - {"/api/schema/", "/api/docs/"}
    assert missing == set()


def test_every_time_in_an_answer_is_told_in_utc() -> None:
    """As docs/protocol.md says of all times; REST framework would tell it in the service's own zone."""
    times = [
        (shape.__name__, name, field)
        for module in (operations_answers, overview_answers, setup_answers)
        for shape in vars(module).values()
        if isinstance(shape, type) and issubclass(shape, serializers.Serializer)
        for name, field in shape().fields.items()
        if isinstance(field, serializers.DateTimeField)
    ]
    assert times
    assert [(shape, name) for shape, name, field in times if not isinstance(field, Moment)] == []
    assert Moment().to_representation(datetime(2026, 6, 23, 13, 5, tzinfo=ZoneInfo("Europe/Stockholm"))) == (
        "2026-06-23T11:05:00.000Z"
    )


@pytest.mark.django_db
def test_the_page_names_each_call_and_needs_no_script() -> None:
    answer = Client().get("/api/docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/api/setup/{workshop_id}/" in page
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize("path", ["/api/schema/?format=json", "/api/docs/"])
def test_two_who_ask_at_the_same_moment_are_answered_one_after_the_other(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, met = Lock(), Event()
    generate: Any = SchemaGenerator.get_schema

    def watched(generator: SchemaGenerator, *args: Any, **kwargs: Any) -> Any:
        if not alone.acquire(blocking=False):
            met.set()
            return generate(generator, *args, **kwargs)
        try:
            # Time for another to come in, who then says so.
            met.wait(1)
            return generate(generator, *args, **kwargs)
        finally:
            alone.release()

    monkeypatch.setattr(SchemaGenerator, "get_schema", watched)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _number: Client().get(path), range(2)))
    assert not met.is_set()
    assert [one.status_code for one in answers] == [200, 200]
