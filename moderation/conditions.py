"""When an automatic rule applies: conditions that must all hold, and what must be known of a text to tell.

Knows no database: the screener gathers the facts of one new text, a dry run those of many old ones.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

import re2

from forum.lib.links import URL_OR_EMAIL, without_trailing_punctuation

PATTERN_LENGTH, MOST_HOSTS, HOST_LENGTH = 500, 100, 253
# Of a pattern's machine, in bytes: a hundred of them together stay small.
PATTERN_MEMORY = 1 << 20
# What rate and heat are counted over.
RATE_WINDOW, HEAT_WINDOW = timedelta(minutes=10), timedelta(hours=1)
# An author's latest texts, within which the same again is a repeat.
REPEATED_WITHIN = 10


class Pattern(Protocol):
    """What is used of RE2."""

    def search(self, text: str) -> re.Match[str] | None: ...


class BadPattern(ValueError):
    """RE2 does not take the pattern; in its words, why."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Of one text, at the moment when it was sent. What no condition asks for may be left at its default."""

    text: str
    days_here: float = 1e9
    comments_before: int = 10**9
    standing: int = 10**9
    # Of the author within RATE_WINDOW, and of the thread within HEAT_WINDOW.
    rate: int = 0
    heat: int = 0
    repeats: int = 0
    reports: int = 0


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """All that are set must hold. None set: the rule never applies."""

    pattern: str = ""
    links_at_least: int = 0
    hosts: tuple[str, ...] = ()
    newer_than_days: int = 0
    fewer_comments_than: int = 0
    standing_below: int | None = None
    rate_at_least: int = 0
    heat_at_least: int = 0
    repeats_at_least: int = 0
    reports_at_least: int = 0

    @classmethod
    def read(cls, stored: dict[str, object]) -> "Conditions":
        """Of what a row keeps (`kept`). Names that are none any more are left out."""
        known = {field.name for field in fields(cls)}
        said = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
        return cls(**{name: value for name, value in said.items() if name in known})  # type: ignore[arg-type]  # what kept wrote

    def kept(self) -> dict[str, object]:
        """What is set, for a row of JSON."""
        defaults = {field.name: field.default for field in fields(self)}
        return {name: value for name, value in asdict(self).items() if value != defaults[name]}

    @property
    def asks_for_reports(self) -> bool:
        return self.reports_at_least > 0


def span_of(conditions: Conditions, facts: Facts) -> str | None:
    """The words that made it apply, empty where it was none of them; None where it does not apply."""
    spans = [holds(conditions, facts) for is_set, holds in CHECKS if is_set(conditions)]
    if not spans or None in spans:
        return None
    return next(filter(None, spans), "")


# -- Each condition ---------------------------------------------------------------------------------------------------


def pattern_in(conditions: Conditions, facts: Facts) -> str | None:
    found = compiled(conditions.pattern).search(facts.text)
    return found[0] if found else None


def links_in(conditions: Conditions, facts: Facts) -> str | None:
    hosts = hosts_in(facts.text)
    return ", ".join(hosts) if len(hosts) >= conditions.links_at_least else None


def host_in(conditions: Conditions, facts: Facts) -> str | None:
    return next((host for host in hosts_in(facts.text) if belongs(host, conditions.hosts)), None)


def when(holds: Callable[[Conditions, Facts], bool]) -> Callable[[Conditions, Facts], str | None]:
    return lambda conditions, facts: "" if holds(conditions, facts) else None


type IsSet = Callable[[Conditions], bool]
type Holds = Callable[[Conditions, Facts], str | None]

# The cheap ones first would be no use: all that are set are asked for, and a pattern is linear in the text.
CHECKS: tuple[tuple[IsSet, Holds], ...] = (
    (lambda c: bool(c.pattern), pattern_in),
    (lambda c: c.links_at_least > 0, links_in),
    (lambda c: bool(c.hosts), host_in),
    (lambda c: c.newer_than_days > 0, when(lambda c, f: f.days_here < c.newer_than_days)),
    (lambda c: c.fewer_comments_than > 0, when(lambda c, f: f.comments_before < c.fewer_comments_than)),
    (lambda c: c.standing_below is not None, when(lambda c, f: f.standing < (c.standing_below or 0))),
    (lambda c: c.rate_at_least > 0, when(lambda c, f: f.rate >= c.rate_at_least)),
    (lambda c: c.heat_at_least > 0, when(lambda c, f: f.heat >= c.heat_at_least)),
    (lambda c: c.repeats_at_least > 0, when(lambda c, f: f.repeats >= c.repeats_at_least)),
    (lambda c: c.reports_at_least > 0, when(lambda c, f: f.reports >= c.reports_at_least)),
)


# -- Words and links --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """In any case, and in time that grows with the text alone. Raises BadPattern."""
    options = re2.Options()
    options.max_mem, options.case_sensitive, options.log_errors = PATTERN_MEMORY, False, False
    try:
        regexp: Pattern = re2.compile(pattern, options)  # type: ignore[no-untyped-call]  # has no types
    except re2.error as error:
        raise BadPattern(str(error)) from None
    return regexp


def hosts_in(text: str) -> list[str]:
    """Where the links of a text lead, each host once."""
    urls = (without_trailing_punctuation(found["url"]) for found in URL_OR_EMAIL.finditer(text) if found["url"])
    return list(dict.fromkeys(filter(None, map(host_of_link, urls))))


def host_of_link(url: str) -> str:
    try:
        return (urlsplit(url if "//" in url else f"http://{url}").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def belongs(host: str, hosts: Iterable[str]) -> bool:
    """Whether it is one of these or below one: example.org has www.example.org, and not badexample.org."""
    return any(host == one or host.endswith(f".{one}") for one in hosts)
