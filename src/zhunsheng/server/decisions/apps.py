"""App configuration."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "zhunsheng.server.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
