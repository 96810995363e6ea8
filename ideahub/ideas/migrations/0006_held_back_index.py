from django.db import migrations, models
from django.db.models import Q

from ideahub.eventlog.indexes import AddIndexWhileLive


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ideas", "0005_exposure")]

    operations = [
        AddIndexWhileLive(
            model_name="idea",
            index=models.Index(fields=["workshop"], condition=Q(room=False), name="ideas_held_back"),
        ),
    ]
