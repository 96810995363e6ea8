import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0015_arena_data")]

    operations = [
        migrations.CreateModel(
            name="Leaderless",
            fields=[
                (
                    "workshop",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="leaderless",
                        serialize=False,
                        to="workshops.workshop",
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        )
    ]
