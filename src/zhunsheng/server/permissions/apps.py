"""App configuration."""

from django.apps import AppConfig

from zhunsheng.server.outbox.receivers import Receiver, register


class PermissionsConfig(AppConfig):
    name = "zhunsheng.server.permissions"
    label = "permissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhunsheng.server.permissions import freezing  # noqa: PLC0415 - brings models

        register("freeze", Receiver(freezing.freeze, freezing.thaw))
        register("unfreeze", Receiver(freezing.give_back, freezing.nothing))
