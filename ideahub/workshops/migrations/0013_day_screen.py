import django.db.models.deletion
from django.db import migrations, models

import ideahub.core.ids


class Migration(migrations.Migration):
    dependencies = [("workshops", "0012_leader")]

    operations = [
        migrations.CreateModel(
            name="DayScreen",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=ideahub.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "arena",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="day_screens", to="workshops.arena"
                    ),
                ),
            ],
        )
    ]
