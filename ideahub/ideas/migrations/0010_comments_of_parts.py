from typing import Any

from django.db import migrations, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count_with_parts(apps: Any, _schema_editor: Any) -> None:
    """An idea that others were merged into counts what is said about them too, as it will from the next merge on.

    One meeting at a time, each under its own lock: whoever comments meanwhile waits a moment, and is counted.
    """
    said = apps.get_model("ideas", "Comment").objects.filter(removed=False).order_by()
    of_parts = said.exclude(idea__merged_into=None)
    ideas = apps.get_model("ideas", "Idea").objects
    streams = apps.get_model("eventlog", "Stream").objects
    for meeting in list(of_parts.values_list("idea__workshop", flat=True).distinct()):
        with transaction.atomic():
            streams.select_for_update().filter(pk=meeting).first()
            wholes = of_parts.filter(idea__workshop=meeting).values("idea__merged_into")
            ideas.filter(pk__in=wholes).update(
                comments=_count(said, "idea") + _count(said, "idea__merged_into"),
            )


def _count(said: Any, idea: str) -> Any:
    found = said.filter(**{idea: OuterRef("pk")}).values(idea).annotate(n=Count("pk"))
    return Coalesce(Subquery(found.values("n")), 0)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ideas", "0009_cluster_merged_into"), ("eventlog", "0001_initial")]

    operations = [migrations.RunPython(count_with_parts, migrations.RunPython.noop, elidable=True)]
