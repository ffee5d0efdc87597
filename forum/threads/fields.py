"""Reading the fields of a record from outside: each is bounded, and refused with words that say what is wrong."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.utils import timezone

from forum.lib.markdown import Format
from forum.lib.text import clean_text

BODY_LENGTH = 1_000_000
SOURCE_LENGTH = 100
# Together with the source it must fit into an index of PostgreSQL, whatever the alphabet.
ID_LENGTH = 500
NAME_LENGTH = 200
URL_LENGTH = 2000
TITLE_LENGTH = 2000
# What the column holds.
MOST_SCORE = 2**31 - 1
# A year outside is a mistake in the file, and would stand at the top or at the bottom of the front page for ever.
YEARS = range(1970, 2101)

type Fields = Mapping[str, object]


class BadRecord(Exception):
    """A record that cannot be taken, and why. `name` says which one, where it could be made out."""

    def __init__(self, reason: str, *, name: str = "") -> None:
        super().__init__(reason)
        self.reason, self.name = reason, name


def text_in(fields: Fields, key: str, most: int) -> str:
    """The text as it stands; empty for null and for nothing."""
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecord(f"{key} is not text")
    if len(value) > most:
        raise BadRecord(f"{key} is longer than {most:,} characters")
    return value


def line_in(fields: Fields, key: str, most: int) -> str:
    """The text, clean and on one line."""
    return " ".join(clean_text(text_in(fields, key, most)).split())


def names_in(fields: Fields, key: str, *, most: int) -> list[str]:
    """A list of names, each once, in any case; empty ones left out."""
    value = fields.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadRecord(f"{key} is not a list")
    if len(value) > most:
        raise BadRecord(f"{key} has more than {most}")
    names = [line_in({key: name}, key, NAME_LENGTH) for name in value]
    return list({name.lower(): name for name in reversed(names) if name}.values())[::-1]


def id_in(fields: Fields, key: str) -> str:
    """An id; numbers are taken as their digits. It is kept as it stands or not at all."""
    value = fields.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    name = text_in({key: value}, key, ID_LENGTH)
    if clean_text(name) != name or "\n" in name:
        raise BadRecord(f"{key} holds characters that an id may not have")
    return name


def time_in(fields: Fields, key: str) -> datetime | None:
    """A time of ISO 8601, in UTC where it names no zone."""
    written = text_in(fields, key, NAME_LENGTH)
    if not written:
        return None
    try:
        time = datetime.fromisoformat(written)
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRecord(f"{key} is not a time of ISO 8601: {written[:40]!r}") from None
    if time.year not in YEARS:
        raise BadRecord(f"{key} is not between {YEARS[0]} and {YEARS[-1]}: {written[:40]!r}")
    return time


def date_in(fields: Fields, key: str) -> date | None:
    written = text_in(fields, key, NAME_LENGTH)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadRecord(f"{key} is not a date of ISO 8601: {written[:40]!r}") from None


def lock_in(fields: Fields) -> datetime | None:
    """When the discussion was closed: a time, or true for one that nobody wrote down."""
    value = fields.get("locked")
    if isinstance(value, bool):
        return timezone.now() if value else None
    return time_in(fields, "locked")


def format_in(fields: Fields, *, otherwise: Format | None) -> Format:
    written = text_in(fields, "format", NAME_LENGTH)
    if not written and otherwise is not None:
        return otherwise
    if written not in Format:
        raise BadRecord(f"format is not one of {', '.join(Format)}: {written[:40]!r}")
    return Format(written)


def score_in(fields: Fields) -> int:
    value = fields.get("score")
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MOST_SCORE:
        raise BadRecord(f"score is not a whole number up to {MOST_SCORE:,}")
    return value


def flag_in(fields: Fields, key: str) -> bool:
    value = fields.get(key)
    if value is not None and not isinstance(value, bool):
        raise BadRecord(f"{key} is neither true nor false")
    return bool(value)
