from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0008_workshop_closed_by")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="clock_ended_at",
            field=models.DateTimeField(null=True),
        ),
    ]
