from typing import Any

from django.db import migrations


def take_as_seen(apps: Any, _schema_editor: Any) -> None:
    """Nobody wrote down whether the room saw the result of a vote that another one has followed: none takes more votes."""
    workshops = apps.get_model("workshops", "Workshop").objects.filter(vote_activity__isnull=False)
    left = apps.get_model("workshops", "Activity").objects.filter(kind="vote", started_at__isnull=False)
    left.exclude(pk__in=workshops.values("vote_activity")).update(totals_seen=True)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0006_activity_totals_seen")]

    operations = [migrations.RunPython(take_as_seen, migrations.RunPython.noop, elidable=True)]
