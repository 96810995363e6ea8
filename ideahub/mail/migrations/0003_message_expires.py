from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_message_forget")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
    ]
