"""App configuration."""

from django.apps import AppConfig

from zhunsheng.server.subjects import forgetting


class FormsConfig(AppConfig):
    name = "zhunsheng.server.forms"
    label = "forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhunsheng.server.forms.evidence import forget  # noqa: PLC0415 - brings models

        forgetting.register("forms", forget)
