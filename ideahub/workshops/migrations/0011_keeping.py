from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0010_receipt_press_hash")]

    operations = [
        migrations.AddField("workshop", "keep_months", models.PositiveSmallIntegerField(default=24, db_default=24)),
        migrations.AddField("workshop", "mail_before_removal", models.BooleanField(default=True, db_default=True)),
        migrations.AddField("workshop", "removal_mailed_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "names_erased_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "removed_at", models.DateTimeField(null=True)),
    ]
