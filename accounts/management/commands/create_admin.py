"""./dev manage create_admin NAME: the first person of a new site, who may do everything."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.names import username_validators


class Command(BaseCommand):
    help = "Create an admin. Asks for the password, twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--email", default="")
        parser.add_argument("--moderator", action="store_true", help="a moderator instead")
        parser.add_argument("--password-file", type=Path, help="read the password from this file instead of asking")

    def handle(self, *, name: str, email: str, moderator: bool, password_file: Path | None, **options: object) -> None:
        role = User.Role.MODERATOR if moderator else User.Role.ADMIN
        password = read_password(password_file) if password_file else ask_for_password()
        try:
            for validate in username_validators:
                validate(name)
            validate_password(password, User(username=name, email=email))
            with transaction.atomic():
                User.objects.create_user(name, email=email.lower(), password=password, role=role)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError(f"Somebody called {name}, or with that address, is here already.") from error
        self.stdout.write(f"{name} can log in now, as {role.label}.")


def read_password(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def ask_for_password() -> str:
    password = getpass("Password: ")
    if getpass("Password, again: ") != password:
        raise CommandError("They differ. Nothing was done.")
    return password
