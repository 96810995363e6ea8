from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0007_support")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="removed",
            field=models.BooleanField(default=False, db_default=False),
        ),
    ]
