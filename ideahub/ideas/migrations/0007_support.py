import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0006_held_back_index"), ("workshops", "0001_initial")]

    operations = [
        # The database fills it in where the version before still writes.
        migrations.AddField(
            model_name="idea", name="supports", field=models.PositiveIntegerField(db_default=0, default=0)
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.idea"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshops.participant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "idea"), name="supports_an_idea_once")
                ]
            },
        ),
    ]
