from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_address_more_than_once")]

    operations = [migrations.AddField("report", "pdf_due", models.BooleanField(default=False, db_default=False))]
