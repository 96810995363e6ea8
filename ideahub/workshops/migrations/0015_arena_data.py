from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0014_workshop_case_number")]

    operations = [
        migrations.AddField(
            "arena", "controller", models.CharField(max_length=120, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "arena", "data_contact", models.CharField(max_length=254, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "arena", "data_text", models.TextField(max_length=600, blank=True, default="", db_default="")
        ),
    ]
