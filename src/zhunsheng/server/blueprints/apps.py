"""App configuration."""

from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "zhunsheng.server.blueprints"
    label = "blueprints"
