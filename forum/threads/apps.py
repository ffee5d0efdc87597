from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "forum.threads"

    def ready(self) -> None:
        # They know models, which there are only from here on.
        from accounts.leaving import keeps  # noqa: PLC0415
        from forum.articles.muting import mute_with  # noqa: PLC0415
        from forum.articles.newness import count_new_with  # noqa: PLC0415
        from forum.threads.attending import muted_articles  # noqa: PLC0415
        from forum.threads.forgetting import KEPT  # noqa: PLC0415
        from forum.threads.visits import count_new  # noqa: PLC0415

        count_new_with(count_new)
        mute_with(muted_articles)
        keeps(*KEPT)
