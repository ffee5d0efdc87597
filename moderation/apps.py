from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # Both know models, which there are only from here on.
        from forum.lib.screening import screener  # noqa: PLC0415
        from moderation.autoscreening import screen_by_rules  # noqa: PLC0415

        screener(screen_by_rules)
