"""Planting: whole threads at once."""

import time

from forum.comments.planting import plant_threads
from tests.bench.forest import bushy, seeds_of
from tests.make import ArticleFactory, UserFactory

SIZES = (1000, 10_000, 100_000)


def figures() -> None:
    print("planting one thread, once each, rendering not included")
    author = UserFactory.create(username="planter")
    for size in SIZES:
        article = ArticleFactory.create(author=author)
        seeds = list(seeds_of(bushy(size - 1), 0, author, ups=1))
        began = time.perf_counter()
        plant_threads(article, seeds)
        taken = time.perf_counter() - began
        print(f"  {size:7,} comments  {taken:6.2f} s  {size / taken:8,.0f} a second")
