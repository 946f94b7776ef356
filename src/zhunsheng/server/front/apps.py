"""App configuration."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "zhunsheng.server.front"
    label = "front"

    def ready(self) -> None:
        from zhunsheng.server.front import sign_in  # noqa: F401, PLC0415  connects its receivers
