from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0016_leaderless")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="erased_at",
            field=models.DateTimeField(null=True),
        )
    ]
