"""./dev manage set_role NAME ROLE: make somebody a reader, a moderator or an admin."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import set_role


class Command(BaseCommand):
    help = "Give somebody a role. Whoever gets another one is logged out everywhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("role", choices=User.Role.values)

    def handle(self, *, name: str, role: str, **options: object) -> None:
        person = User.objects.filter(username__iexact=name, imported_name__isnull=True).first()
        if person is None:
            raise CommandError(f"Nobody here is called {name}.")
        wanted = User.Role(role)
        has_changed = set_role(person, wanted)
        self.stdout.write(f"{person.username} is {'now' if has_changed else 'already'} {wanted.label}.")
