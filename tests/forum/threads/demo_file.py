"""The demo community's file as its tests see it: lines of JSON, no database."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import NotRequired, TypedDict

CONTENT = Path(__file__).parents[3] / "forum" / "threads" / "demo" / "community.jsonl"

AGE = re.compile(r"-(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


class Revision(TypedDict):
    text: str
    written: str


class Comment(TypedDict):
    id: str
    parent: str | None
    author: str
    created: str
    edited: str | None
    body: str
    format: str
    score: int
    deleted: bool
    removed: NotRequired[bool]
    revisions: NotRequired[list[Revision]]


class Article(TypedDict):
    source: str
    id: str
    title: str
    url: str
    author: str
    created: str
    body: str
    deck: str
    dateline_place: str
    dateline_date: str | None
    source_name: str
    tags: list[str]
    format: str
    locked: NotRequired[bool]
    comments: list[Comment]


def read_articles() -> list[Article]:
    return [json.loads(line) for line in CONTENT.read_text(encoding="utf-8").splitlines()]


def all_comments(articles: list[Article]) -> list[Comment]:
    return [comment for article in articles for comment in article["comments"]]


def age(written: str) -> timedelta:
    match = AGE.fullmatch(written)
    assert match, f"{written!r} is not an age such as -5d3h12m"
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def replies_of(article: Article) -> dict[str | None, list[Comment]]:
    lists: dict[str | None, list[Comment]] = {}
    for comment in article["comments"]:
        lists.setdefault(comment["parent"], []).append(comment)
    return lists


def depths_of(article: Article) -> dict[str, int]:
    depths: dict[str, int] = {}
    for comment in article["comments"]:
        depths[comment["id"]] = 0 if comment["parent"] is None else depths[comment["parent"]] + 1
    return depths
