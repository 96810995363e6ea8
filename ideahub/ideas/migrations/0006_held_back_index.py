from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_exposure")]

    operations = [
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["workshop"], condition=Q(room=False), name="ideas_held_back"),
        ),
    ]
