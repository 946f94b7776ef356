"""App configuration."""

from django.apps import AppConfig

from zhunsheng.server.deadlines.handlers import register
from zhunsheng.server.subjects import forgetting


class DecisionsConfig(AppConfig):
    name = "zhunsheng.server.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhunsheng.server.decisions.appealing import APPEALS, forget  # noqa: PLC0415 - brings models
        from zhunsheng.server.decisions.overdue import hand_over  # noqa: PLC0415 - likewise

        forgetting.register("decisions", forget)
        register(APPEALS, hand_over)
