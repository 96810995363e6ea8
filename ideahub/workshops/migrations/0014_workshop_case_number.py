from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0013_day_screen")]

    operations = [
        migrations.AddField(
            "workshop", "case_number", models.CharField(max_length=60, blank=True, default="", db_default="")
        )
    ]
