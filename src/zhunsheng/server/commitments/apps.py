"""App configuration."""

from django.apps import AppConfig

from zhunsheng.server.deadlines.handlers import register
from zhunsheng.server.outbox import receivers


class CommitmentsConfig(AppConfig):
    name = "zhunsheng.server.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhunsheng.server.commitments import holding  # noqa: PLC0415 - brings models
        from zhunsheng.server.commitments.actions import follow, miss  # noqa: PLC0415 - brings models
        from zhunsheng.server.decisions import practices  # noqa: PLC0415 - brings models

        practices.register("commitments", follow.follow)
        register("commitments", miss.miss)
        receivers.register("hand_over", receivers.Receiver(holding.hand_over, holding.hand_back))
