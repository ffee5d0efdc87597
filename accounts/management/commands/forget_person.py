"""./dev manage forget_person NAME: forget somebody for good, who asks for it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.leaving import forget_person, kept_of
from accounts.models import User


class Command(BaseCommand):
    help = "Forget somebody for good: their name, address and words, and what was said about them. Shows first what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--yes", action="store_true", help="do it; without this nothing is changed")

    def handle(self, *, name: str, yes: bool, **options: object) -> None:
        person = User.objects.filter(username__iexact=name, imported_name__isnull=True).first()
        if person is None:
            raise CommandError(f"Nobody here is called {name}.")
        if person.is_staff and not User.objects.filter(role=User.Role.ADMIN, is_active=True).exclude(pk=person.pk):
            raise CommandError(f"{person.username} is the only admin: make somebody else one first (set_role).")
        kept = kept_of(person)
        for what, count in kept:
            self.stdout.write(f"{count:>9,}  {what}")
        if not yes:
            self.stdout.write("Nothing was changed. Again with --yes all of this is forgotten; it cannot be undone.")
            return
        with tqdm(total=sum(count for _what, count in kept), disable=None) as bar:
            forget_person(person, at=timezone.now(), seen=bar.update)
        self.stdout.write("Forgotten. What others wrote may still name or quote them.")
