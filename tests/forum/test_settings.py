"""Settings that a site does not start with, and what is said instead."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run import NOT_OURS

pytestmark = pytest.mark.once
ROOT = Path(__file__).parent.parent.parent
PRODUCTION = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1/nothing",
    "REDIS_URL": "redis://127.0.0.1",
    "SECRET_KEY": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd1",
    "SITE_URL": "https://forum.example.org:8443",
}


def told(name: str, **environment: str) -> str:
    """What the settings say of `name`; else the last line of why there are none."""
    return said_by(f"import forum.settings; print(forum.settings.{name})", **environment)


def said_by(code: str, **environment: str) -> str:
    """The last line that it prints, or fails with, where nothing but `environment` is set."""
    clean = {variable: value for variable, value in os.environ.items() if variable not in NOT_OURS}
    answer = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return (answer.stdout or answer.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("secret", "complaint"),
    [
        ("", "Set SECRET_KEY"),
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd", "SECRET_KEY is too short"),
        ("change-me-" * 6, "SECRET_KEY can be guessed"),
        ("django-insecure-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b", "SECRET_KEY can be guessed"),
        ("abcd" * 20, "SECRET_KEY can be guessed"),
    ],
)
def test_site_does_not_start_with_a_poor_secret(secret: str, complaint: str) -> None:
    assert complaint in told("SECRET_KEY", **PRODUCTION | {"SECRET_KEY": secret})


def test_secret_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{PRODUCTION['SECRET_KEY']}\n", encoding="utf-8")
    others = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}

    assert told("SECRET_KEY", **others, SECRET_KEY_FILE=str(tmp_path / "secret")) == PRODUCTION["SECRET_KEY"]
    assert "SECRET_KEY or SECRET_KEY_FILE, not both" in told("SECRET_KEY", **PRODUCTION, SECRET_KEY_FILE="/dev/null")
    assert "cannot be read" in told("SECRET_KEY", **others, SECRET_KEY_FILE=str(tmp_path / "missing"))


def test_secrets_of_before_are_kept_beside_the_new_one() -> None:
    assert told("SECRET_KEY_FALLBACKS", **PRODUCTION, SECRET_KEY_FALLBACKS="older, oldest") == "['older', 'oldest']"


def test_site_answers_to_the_name_in_its_url_alone() -> None:
    assert told("ALLOWED_HOSTS", **PRODUCTION) == "['forum.example.org']"
    assert told("ALLOWED_HOSTS", **PRODUCTION | {"SITE_URL": "http://[::1]:8000"}) == "['[::1]']"
    assert "Set ALLOWED_HOSTS" in told("ALLOWED_HOSTS", **PRODUCTION, ALLOWED_HOSTS="*")


@pytest.mark.parametrize(
    "url", ["forum.example.org", "ftp://forum.example.org", "https://", "https://example.org/forum"]
)
def test_url_of_the_site_is_a_whole_one_without_a_path(url: str) -> None:
    assert "Set SITE_URL to where this site is" in told("SITE_URL", **PRODUCTION | {"SITE_URL": url})


def test_plain_http_is_for_those_who_ask_for_it() -> None:
    assert told("SECURE_SSL_REDIRECT", **PRODUCTION) == "True"
    assert told("SESSION_COOKIE_NAME", **PRODUCTION) == "__Host-sessionid"
    assert "no attribute" in told("SECURE_SSL_REDIRECT", **PRODUCTION | {"SITE_URL": "http://localhost"})


# As where requirements/anymail.txt is not installed.
WITHOUT_ANYMAIL = "import sys; sys.modules['anymail'] = None; "


def test_bounces_are_told_by_whoever_knows_a_good_secret() -> None:
    secret = PRODUCTION["SECRET_KEY"]

    assert told("ANYMAIL", **PRODUCTION, BOUNCES_SECRET=secret) == f"{{'WEBHOOK_SECRET': 'understory:{secret}'}}"
    assert "BOUNCES_SECRET is too short" in told("ANYMAIL", **PRODUCTION, BOUNCES_SECRET="rain")


def test_a_site_to_which_nobody_tells_bounces_needs_no_anymail() -> None:
    has_address = (
        "import django; django.setup(); "
        "from django.urls import is_valid_path; print(bool(is_valid_path('/mail/bounces/brevo')))"
    )
    environment = {**PRODUCTION, "DJANGO_SETTINGS_MODULE": "forum.settings"}
    secret = {"BOUNCES_SECRET": PRODUCTION["SECRET_KEY"]}

    assert said_by(WITHOUT_ANYMAIL + has_address, **environment) == "False"
    assert said_by(has_address, **environment, **secret) == "True"
    assert "needs django-anymail" in said_by(WITHOUT_ANYMAIL + has_address, **environment, **secret)
