"""Planting the demo community on an empty database: what somebody finds who looks in for the first time."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NotRequired, TypedDict

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.addresses import vouch_for
from accounts.models import User
from forum.articles.models import Article
from forum.comments.planting import EarlierText, plant_threads
from forum.threads.demo.logins import new_logins
from forum.threads.importing import add_article, seed_from
from forum.threads.threadfile import ThreadRecord, thread_from

CONTENT = Path(__file__).with_name("community.jsonl")
AGE = re.compile(r"-(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
TIMES = ("created", "edited", "written")


class Revision(TypedDict):
    text: str
    written: str


class DemoComment(TypedDict):
    """What the demo's file has beyond the format of threads."""

    id: str
    revisions: NotRequired[list[Revision]]


class DemoArticle(TypedDict):
    comments: list[DemoComment]


@transaction.atomic
def plant_demo(*, now: datetime) -> bool:
    """All of it or nothing. False where somebody or something is there already."""
    if User.objects.exists() or Article.objects.exists():
        return False
    rows = demo_articles(now)
    records = [thread_from(row) for row in rows]
    people = add_people(records)
    for row, record in zip(rows, records, strict=True):
        begun = record.created or now
        article = add_article(record, author_id=people[record.author], begun=begun)
        earlier = earlier_texts(row)
        seeds = [seed_from(c, author_id=people[c.author], begun=begun, people=people) for c in record.comments]
        plant_threads(article, [replace(seed, earlier_texts=earlier.get(seed.key, ())) for seed in seeds])
    return True


def demo_articles(now: datetime) -> list[DemoArticle]:
    """The lines of the file, with times in the place of ages."""

    def with_times(fields: dict[str, object]) -> dict[str, object]:
        ages = {key: age for key in TIMES if isinstance(age := fields.get(key), str)}
        return fields | {key: (now - age_from(age)).isoformat() for key, age in ages.items()}

    lines = CONTENT.read_text(encoding="utf-8").splitlines()
    return [json.loads(line, object_hook=with_times) for line in lines]


def age_from(written: str) -> timedelta:
    """The age that "-5d3h12m" means."""
    found = AGE.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no age such as -5d3h12m.")
    days, hours, minutes = (int(number or 0) for number in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def earlier_texts(article: DemoArticle) -> Mapping[str, list[EarlierText]]:
    return {
        comment["id"]: [EarlierText(r["text"], datetime.fromisoformat(r["written"])) for r in comment["revisions"]]
        for comment in article["comments"]
        if "revisions" in comment
    }


def add_people(records: Iterable[ThreadRecord]) -> dict[str, int]:
    """An account for everybody who wrote something, as old as that; three of them can log in."""
    joined: dict[str, datetime] = {}
    for record in records:
        dated = [(record.author, record.created), *((c.author, c.created) for c in record.comments)]
        for name, at in dated:
            joined[name] = min(filter(None, [at, joined.get(name)]))
    people = {name: User(username=name, password=make_password(None), joined_at=at) for name, at in joined.items()}
    for name, login in new_logins().items():
        people[name].role, people[name].password = login.role, login.encoded
        people[name].email = f"{name}@example.org"
    planted = User.objects.bulk_create(people.values())
    vouch_for(person for person in planted if person.email)
    return {person.username: person.pk for person in planted}
