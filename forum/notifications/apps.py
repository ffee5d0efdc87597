from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "forum.notifications"

    def ready(self) -> None:
        # They know models, which there are only from here on.
        from accounts.leaving import keeps  # noqa: PLC0415
        from accounts.signed_in import know_of_readers  # noqa: PLC0415
        from forum.notifications.counting import unread_count  # noqa: PLC0415
        from forum.notifications.forgetting import KEPT  # noqa: PLC0415
        from forum.notifications.marking import mark_seen, unread_keys  # noqa: PLC0415
        from forum.threads.unread import mark_read_with  # noqa: PLC0415

        keeps(*KEPT)
        know_of_readers("unread", unread_count())
        mark_read_with(unread_keys, mark_seen)
