"""App configuration."""

from django.apps import AppConfig


class TickConfig(AppConfig):
    name = "zhunsheng.server.tick"
    label = "tick"
