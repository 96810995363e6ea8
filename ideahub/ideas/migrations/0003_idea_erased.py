from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0002_target_answers")]

    operations = [migrations.AddField("idea", "erased", models.BooleanField(default=False))]
