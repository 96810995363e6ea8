from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0005_receipt")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="totals_seen",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
