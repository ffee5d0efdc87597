"""Articles of any size, grown from the shapes of real threads where these are at hand, else from random ones."""

import json
import os
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from accounts.models import User
from forum.articles.models import Article
from forum.comments.planting import Seed, plant_threads
from tests.make import LONG_AGO, ArticleFactory

SHARED = Path(os.environ.get("UNDERSTORY_SHARED", Path(__file__).parents[3] / "shared"))
# A thread is a list of parents: the position of the comment that each answers, None for the first.
type Shape = list[int | None]
# About the median comment of the seed page.
WORDS = (
    "<p>It rained for three days and nobody at the office wrote it down, so the gauge by the weir is all we have.</p>"
)


def real_shapes() -> list[Shape]:
    """Every thread of the shared files, by who answers whom alone."""
    shapes: list[Shape] = []
    for file in sorted((SHARED / "threads").glob("*.jsonl")):
        for line in file.open(encoding="utf-8"):
            shapes += shapes_in(json.loads(line)["comments"])
    return shapes


def shapes_in(comments: list[dict[str, str | None]]) -> Iterator[Shape]:
    places: dict[str | None, tuple[Shape, int]] = {}
    for comment in comments:
        parent = places.get(comment["parent"])
        shape = parent[0] if parent else []
        shape.append(parent[1] if parent else None)
        places[comment["id"]] = shape, len(shape) - 1
        if not parent:
            yield shape


def random_shapes(count: int = 500) -> list[Shape]:
    """Where there are no real ones: sizes with a long tail, each reply to a comment chosen at random."""
    chance = random.Random(1)
    sizes = [int(chance.paretovariate(1.1)) % 200 + 1 for _shape in range(count)]
    return [[None, *(chance.randrange(place) for place in range(1, size))] for size in sizes]


def bushy(replies: int) -> Shape:
    chance = random.Random(2)
    return [None, *(chance.randrange(place) if chance.random() < 0.7 else 0 for place in range(1, replies + 1))]


def chain(replies: int) -> Shape:
    return [None, *range(replies)]


def grow(comments: int, *, author: User, shapes: list[Shape], seed: int, first: tuple[Shape, ...] = ()) -> Article:
    """An article of that many comments. The `first` shapes have the highest scores: they are on its first page."""
    chance = random.Random(seed)
    article = ArticleFactory.create(author=author, title=f"{comments} comments, no. {seed}")
    mixed = cycle(chance.sample(shapes, len(shapes)))
    seeds: list[Seed] = []
    for shape in first:
        seeds += seeds_of(shape, len(seeds), author, ups=900)
    while len(seeds) < comments:
        shape = next(mixed)[: comments - len(seeds)]
        seeds += seeds_of(shape, len(seeds), author, ups=chance.randrange(60))
    plant_threads(article, seeds)
    return article


def seeds_of(shape: Shape, start: int, author: User, *, ups: int) -> Iterator[Seed]:
    for place, parent in enumerate(shape):
        key = str(start + place)
        at = LONG_AGO + timedelta(seconds=start + place)
        answers = None if parent is None else str(start + parent)
        yield Seed(key, answers, author.pk, at, text=WORDS, html=WORDS, base_up=ups)
