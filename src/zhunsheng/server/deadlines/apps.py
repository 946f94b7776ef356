"""App configuration."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "zhunsheng.server.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"
