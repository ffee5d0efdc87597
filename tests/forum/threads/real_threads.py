"""The shapes of real discussions: who answers whom, when, and what is gone. Their words stay where they are."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from accounts.models import User
from forum.articles.models import Article
from forum.comments.planting import Seed, plant_threads
from tests.make import LONG_AGO, ArticleFactory


def shapes(file: Path) -> Iterator[list[Seed]]:
    """The threads of a file in the normalised format, one article's at a time, by an author to be named."""
    for line in file.read_text(encoding="utf-8").splitlines():
        seeds = []
        for number, comment in enumerate(json.loads(line)["comments"]):
            at = moment(comment["created"]) or LONG_AGO + timedelta(minutes=number)
            gone_at, edited_at = at if comment["deleted"] else None, moment(comment["edited"])
            seed = Seed(comment["id"], comment["parent"], 0, at, f"No. {number}", f"<p>No. {number}</p>")
            seeds.append(replace(seed, edited_at=edited_at, deleted_at=gone_at))
        yield seeds


def moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso).astimezone(UTC) if iso else None


def plant_shape(seeds: list[Seed], *, by: User) -> Article:
    article = ArticleFactory.create(author=by)
    plant_threads(article, [replace(seed, author_id=by.pk) for seed in seeds])
    return article
