"""App configuration."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "zhunsheng.server.goals"
    label = "goals"
    default_auto_field = "django.db.models.BigAutoField"
