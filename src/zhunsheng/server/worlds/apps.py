"""App configuration."""

from django.apps import AppConfig


class WorldsConfig(AppConfig):
    name = "zhunsheng.server.worlds"
    label = "worlds"
