from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # It knows models, which there are only from here on.
        from accounts.leaving import KEPT, keeps  # noqa: PLC0415

        keeps(*KEPT)
