from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "ideahub.backup"
