"""App configuration."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "zhunsheng.server.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"
