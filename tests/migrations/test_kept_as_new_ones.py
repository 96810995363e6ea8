"""Meetings from before there was a rule are kept as long as the installation says of new ones."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import Settings

from ideahub.workshops.models import Workshop
from tests.support.room import open_room

keep_as_new_ones = import_module("ideahub.workshops.migrations.0011_keeping").keep_as_new_ones


@pytest.mark.parametrize("months", [0, 36])
def test_meetings_from_before_are_kept_as_the_installation_says(db: None, settings: Settings, months: int) -> None:
    settings.KEEP_MONTHS = months
    open_room()
    keep_as_new_ones(apps, None)
    assert Workshop.objects.get().keep_months == months


def test_what_a_process_of_the_version_before_makes_stays(db: None) -> None:
    open_room()
    Workshop.objects.update(activity=None, vote_activity=None)
    made = Workshop.objects.get()
    row = {field.column: field.get_db_prep_save(getattr(made, field.attname), connection) for field in Workshop._meta.concrete_fields}
    row.pop("keep_months")
    Workshop.objects.all().delete()
    names = ", ".join(f'"{name}"' for name in row)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO workshops_workshop ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))
    assert Workshop.objects.get().keep_months == 0
