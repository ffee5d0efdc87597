from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "forum.comments"

    def ready(self) -> None:
        # They know models, which there are only from here on.
        from accounts.leaving import keeps  # noqa: PLC0415
        from forum.comments.forgetting import KEPT  # noqa: PLC0415

        keeps(*KEPT)
