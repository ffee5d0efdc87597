"""Reading the environment, with errors that say what to set."""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}
SQLITE_OPTIONS = {
    # A transaction that starts by reading and then writes fails at once when another wrote meanwhile; this one waits.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}
SECRET_LENGTH = 50
# Fewer different ones are no accident. It is what Django's deployment check asks for, too.
SECRET_LETTERS = 5
EXAMPLES = ("change", "django-insecure-", "example", "secret", "replace", "insert", "your")


def env_text(name: str, default: str = "") -> str:
    """The variable NAME, or the contents of the file that NAME_FILE names (Docker secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path and os.environ.get(name):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error


def env_bool(name: str, *, default: bool = False) -> bool:
    word = env_text(name, "1" if default else "0").lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise ImproperlyConfigured(f"{name} is {word!r}; say 1 or 0.")
    return word in TRUE_WORDS


def env_int(name: str, default: int, *, least: int, most: int) -> int:
    text = env_text(name, str(default))
    try:
        number = int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a whole number.") from None
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} is {number}; it must be from {least} to {most}.")
    return number


def env_list(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in env_text(name, default).split(",") if word.strip()]


def env_database(url: str, *, redis_url: str) -> dict[str, Any]:
    """A database by its URL, with what either kind needs here. The pool's size is DATABASE_POOL."""
    database: dict[str, Any] = environ.Env.db_url_config(url)  # type: ignore[no-untyped-call]  # it has no types
    match database["ENGINE"]:
        case "django.db.backends.sqlite3" if redis_url:
            raise ImproperlyConfigured(
                "REDIS_URL is set but the database is SQLite, which only one process may write to. "
                "Set DATABASE_URL to a PostgreSQL database, or leave REDIS_URL empty."
            )
        case "django.db.backends.sqlite3":
            return {**database, "OPTIONS": SQLITE_OPTIONS}
        case "django.db.backends.postgresql":
            size = env_int("DATABASE_POOL", 8, least=1, most=200)
            pool = {"min_size": 1, "max_size": size, "timeout": 10}
            # The URL may have put a unix socket's directory there: merge, never overwrite.
            options = {**database.get("OPTIONS", {}), "pool": pool}
            # Without the checks a restart of PostgreSQL leaves closed connections in the pool, and each of them fails
            # somebody's request.
            return {**database, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
        case _other:
            raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///.")


def env_secret(name: str) -> str:
    """A secret that can be kept: long, and no example out of a manual."""
    secret = env_text(name)
    if not secret:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE) to at least {SECRET_LENGTH} random characters.")
    if len(secret) < SECRET_LENGTH:
        raise ImproperlyConfigured(f"{name} is too short: give it at least {SECRET_LENGTH} random characters.")
    if len(set(secret)) < SECRET_LETTERS or secret.lower().startswith(EXAMPLES):
        raise ImproperlyConfigured(f"{name} can be guessed: give it at least {SECRET_LENGTH} random characters.")
    return secret


def env_site(name: str, default: str) -> str:
    """Where the site is: https://HOST or http://HOST, with a port if need be, and nothing after it."""
    url = env_text(name, default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or url != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(f"Set {name} to where this site is, such as https://forum.example.org.")
    return url


def host_of(url: str) -> str:
    """As Django's ALLOWED_HOSTS has it: without a port, an IPv6 address in its brackets."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def env_mailer(name: str) -> dict[str, object]:
    """How mail leaves: smtp+tls://USER:PASSWORD@HOST:587 (or smtps, smtp). Without the variable it is only printed."""
    url = env_text(name)
    if not url:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must be like smtp+tls://USER:PASSWORD@HOST:587.")
    options = {
        "host": parts.hostname,
        "port": parts.port or MAIL_PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        # A mail server that hangs holds up a task, never for longer than this.
        "timeout": 10,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def env_bounces(name: str) -> dict[str, str]:
    """Whom django-anymail believes: who sends this as the password of "understory". Empty without the variable."""
    if not env_text(name):
        return {}
    if find_spec("anymail") is None:
        raise ImproperlyConfigured(f"{name} needs django-anymail: install requirements/anymail.txt, or unset it.")
    return {"WEBHOOK_SECRET": f"understory:{env_secret(name)}"}


def kept_secret(path: Path) -> str:
    """The secret in a file, made on the first call. For the trial only: production names its own."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")
