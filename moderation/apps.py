from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # Both know models, which there are only from here on.
        from forum.threads.reasons import explain_removals_with  # noqa: PLC0415
        from moderation.explaining import why_removed  # noqa: PLC0415

        explain_removals_with(why_removed)
