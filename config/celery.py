"""The Celery application: JSON only, no result backend, every periodic job safe to run twice."""

import os
import time
from typing import Any

from celery import Celery
from celery.signals import before_task_publish

# Among a job's headers; how long it waits is in the metrics.
SENT_AT = "sent_at"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("ideahub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@before_task_publish.connect
def say_when(headers: dict[str, Any], **_more: Any) -> None:
    headers[SENT_AT] = time.time()
