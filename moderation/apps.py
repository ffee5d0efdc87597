from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # It knows models, which there are only from here on.
        from forum.lib.screening import screener  # noqa: PLC0415
        from moderation.premoderating import hold_premoderated  # noqa: PLC0415

        screener(hold_premoderated)
