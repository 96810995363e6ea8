from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0010_comments_of_parts")]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="step",
            field=models.UUIDField(null=True),
        ),
    ]
