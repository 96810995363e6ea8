from typing import Any

from django.db import migrations
from django.db.models import Q


def count_with_parts(apps: Any, _schema_editor: Any) -> None:
    """An idea that others were merged into counts what is said about them too, as it will from the next merge on."""
    ideas = apps.get_model("ideas", "Idea").objects
    comments = apps.get_model("ideas", "Comment").objects.filter(removed=False)
    said = comments.exclude(idea__merged_into=None).order_by().values_list("idea__merged_into", flat=True)
    for whole in said.distinct():
        thread = comments.filter(Q(idea=whole) | Q(idea__merged_into=whole))
        ideas.filter(pk=whole).update(comments=thread.count())


class Migration(migrations.Migration):
    dependencies = [("ideas", "0009_cluster_merged_into")]

    operations = [migrations.RunPython(count_with_parts, migrations.RunPython.noop, elidable=True)]
