"""The demo's three log-ins.

Their passwords are made at planting, lie in a file that only its owner can read, and are printed at every start of the
trial: while they work, it must not be reached from elsewhere.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from accounts.models import User

ROLES = {"wren": User.Role.READER, "moss": User.Role.MODERATOR, "ada": User.Role.ADMIN}


@dataclass(frozen=True)
class Login:
    name: str
    role: str
    password: str
    # What the account's column held at planting: while it does, the password is the same, and nobody needs to hash it.
    encoded: str


def new_logins() -> Mapping[str, Login]:
    """Three log-ins with passwords that nobody has had before, kept in the file."""
    logins: dict[str, Login] = {}
    for name, role in ROLES.items():
        password = secrets.token_hex(6)
        logins[name] = Login(name, role, password, make_password(password))
    keep([*logins.values()])
    return logins


def open_logins() -> list[Login]:
    """Those that still work: the account is active and its password the one that was made here."""
    kept = kept_logins()
    people = {person.username: person for person in User.objects.filter(username__in=kept, is_active=True)}
    return [login for name, login in kept.items() if name in people and has_password(people[name], login)]


def has_password(person: User, login: Login) -> bool:
    return person.password == login.encoded or check_password(login.password, person.password)


def path() -> Path:
    return Path(settings.VAR_DIR) / "demo_logins"


def keep(logins: list[Login]) -> None:
    """In one step, and closed to others from the start."""
    new = path().with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(login) for login in logins], file)
    new.replace(path())


def kept_logins() -> dict[str, Login]:
    if not path().exists():
        return {}
    return {fields["name"]: Login(**fields) for fields in json.loads(path().read_text(encoding="utf-8"))}
