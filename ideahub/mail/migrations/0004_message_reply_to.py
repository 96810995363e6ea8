from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_message_expires")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="reply_to",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254),
        ),
    ]
