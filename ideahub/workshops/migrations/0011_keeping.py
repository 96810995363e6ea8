from typing import Any

from django.conf import settings
from django.db import migrations, models


def keep_as_new_ones(apps: Any, _schema_editor: Any) -> None:
    """Meetings from before are kept as long as the installation says of new ones."""
    apps.get_model("workshops", "Workshop").objects.update(keep_months=settings.KEEP_MONTHS)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0010_receipt_press_hash")]

    operations = [
        # What a process of the version before still makes stays until somebody removes it.
        migrations.AddField("workshop", "keep_months", models.PositiveSmallIntegerField(default=24, db_default=0)),
        migrations.AddField("workshop", "mail_before_removal", models.BooleanField(default=True, db_default=True)),
        migrations.AddField("workshop", "keeping_changed_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "removal_posted_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "removal_mailed_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "names_erased_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "removed_at", models.DateTimeField(null=True)),
        migrations.RunPython(keep_as_new_ones, migrations.RunPython.noop, elidable=True),
    ]
