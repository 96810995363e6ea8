from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_report_pdf_due")]

    operations = [
        migrations.AddField("report", "pdf_tries", models.PositiveSmallIntegerField(default=0, db_default=0)),
        migrations.AddField("report", "pdf_due_at", models.DateTimeField(null=True)),
    ]
