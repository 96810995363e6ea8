from django.db import migrations, models
from django.db.models import F


def move_english(apps, schema_editor):
    """What stood in the arena's one language stands in Swedish or in English from now on."""
    apps.get_model("workshops", "Arena").objects.filter(language="en").update(data_text_en=F("data_text"), data_text="")


def move_back(apps, schema_editor):
    apps.get_model("workshops", "Arena").objects.filter(language="en").update(data_text=F("data_text_en"))


class Migration(migrations.Migration):
    dependencies = [("workshops", "0017_participant_erased_at")]

    operations = [
        migrations.AddField(
            "arena", "data_text_en", models.TextField(max_length=600, blank=True, default="", db_default="")
        ),
        migrations.RunPython(move_english, move_back),
    ]
