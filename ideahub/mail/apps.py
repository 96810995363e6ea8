from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "ideahub.mail"
