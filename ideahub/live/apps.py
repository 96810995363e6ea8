from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "ideahub.live"

    def ready(self) -> None:
        from ideahub.live import connections

        connections.register()
