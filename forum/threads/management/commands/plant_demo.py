"""`./dev manage plant_demo`; `./dev run` calls it at every start of the trial."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forum.threads.demo.logins import open_logins
from forum.threads.demo.planting import plant_demo


class Command(BaseCommand):
    help = "Plant a small community on an empty trial database, and say how to log in to it."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.TRIAL:
            raise CommandError(
                "The demo's passwords are printed: only a trial has one. Unset DATABASE_URL for a trial."
            )
        plant_demo(now=timezone.now())
        logins = open_logins()
        if logins:
            self.stdout.write("To look around, log in as")
        for login in logins:
            self.stdout.write(f"  {login.name:6} password {login.password}   ({login.role})")
