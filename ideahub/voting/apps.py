from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "ideahub.voting"
