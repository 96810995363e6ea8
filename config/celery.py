"""The Celery application: JSON only, no result backend, every periodic job safe to run twice."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("ideahub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
