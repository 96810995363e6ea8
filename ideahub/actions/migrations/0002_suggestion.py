import django.db.models.deletion
from django.db import migrations, models

import ideahub.core.ids


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial"), ("workshops", "0005_receipt")]

    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=ideahub.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("declined", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "action",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="suggestion",
                        to="actions.actionitem",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="suggestions",
                        to="workshops.participant",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="workshops.workshop",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("declined", False), ("action", None), _connector="OR"),
                        name="declined_suggestion_is_no_action",
                    )
                ],
            },
        )
    ]
