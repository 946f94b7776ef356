"""App configuration."""

from django.apps import AppConfig

from zhunsheng.server.blueprints import following


class DraftsConfig(AppConfig):
    name = "zhunsheng.server.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhunsheng.server.drafts.actions.following import keep_up  # noqa: PLC0415 - brings models

        following.register("drafts", keep_up)
