from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0007_votes_left_before")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="clock_ended_at",
            field=models.DateTimeField(null=True),
        ),
    ]
