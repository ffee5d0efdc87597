"""Markdown: what a comment costs to render, and the worst that somebody can make of 10,000 characters."""

import time

from forum.lib.markdown import Format, render
from tests.bench.forest import WORDS
from tests.bench.timing import median_ms
from tests.hostile import hostile_inputs

LENGTH = 10_000


def figures() -> None:
    print("markdown")
    print(f"  a comment of {len(WORDS)} characters  {median_ms(lambda: render(WORDS, Format.MARKDOWN), 200):.2f} ms")
    worst = sorted(((seconds(text), name) for name, text in hostile_inputs(LENGTH)), reverse=True)
    for taken, name in worst[:5]:
        print(f"  hostile, {LENGTH:,} characters: {taken * 1000:6.1f} ms  {name}")


def seconds(text: str) -> float:
    began = time.perf_counter()
    render(text, Format.MARKDOWN)
    return time.perf_counter() - began
