from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0009_activity_clock_ended_at")]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="press_hash",
            field=models.CharField(db_index=True, max_length=64, null=True),
        ),
    ]
