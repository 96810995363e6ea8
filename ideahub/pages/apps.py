from importlib import import_module

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "ideahub.pages"

    def ready(self) -> None:
        import_module("ideahub.pages.checks")
