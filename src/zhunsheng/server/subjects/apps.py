"""App configuration."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "zhunsheng.server.subjects"
    label = "subjects"
    default_auto_field = "django.db.models.BigAutoField"
