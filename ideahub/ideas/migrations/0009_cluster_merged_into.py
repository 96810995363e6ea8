from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0008_comment_removed")]

    operations = [
        migrations.AddField(
            model_name="cluster",
            name="merged_into",
            field=models.UUIDField(null=True),
        ),
    ]
