"""An arena's own text on personal data, from before it could be given in two languages, stands in the one it was written in."""

import importlib
from typing import Any

import pytest
from django.apps import apps

from ideahub.workshops.models import Arena

NUMBER = "0018_arena_data_text_en"


@pytest.mark.django_db
def test_what_an_english_arena_says_is_english() -> None:
    migration: Any = importlib.import_module(f"ideahub.workshops.migrations.{NUMBER}")
    for language in ("sv", "en"):
        Arena.objects.create(name=language, language=language, data_text="Text")
    migration.move_english(apps, None)
    texts = {one.language: (one.data_text, one.data_text_en) for one in Arena.objects.all()}
    assert texts == {"sv": ("Text", ""), "en": ("", "Text")}
    migration.move_back(apps, None)
    assert set(Arena.objects.values_list("data_text", flat=True)) == {"Text"}
