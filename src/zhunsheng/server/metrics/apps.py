"""App configuration."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "zhunsheng.server.metrics"
    label = "metrics"
    default_auto_field = "django.db.models.BigAutoField"
