"""App configuration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhunsheng.server.people"
    label = "people"
