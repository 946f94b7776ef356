"""App configuration."""

from django.apps import AppConfig

from zhunsheng.server.deadlines.handlers import register


class CommitmentsConfig(AppConfig):
    name = "zhunsheng.server.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhunsheng.server.commitments.actions.miss import miss  # noqa: PLC0415 - brings models

        register("commitments", miss)
