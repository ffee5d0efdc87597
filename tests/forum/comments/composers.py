"""Reading composers as a browser would, and screeners for a while."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Protocol

from django.test import Client

from accounts.models import User
from forum.lib.screening import Draft, Verdict, dismiss, screener

type Browse = Callable[[User], Client]

HTMX = {"HX-Request": "true"}

COMPOSER = re.compile(r'<form class="composer".*?</form>', re.DOTALL)
TEXT = re.compile(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', re.DOTALL)


class Page(Protocol):
    @property
    def content(self) -> bytes: ...


def composer_of(page: Page) -> dict[str, str]:
    """What the composer of a page would send if nothing were typed."""
    found = COMPOSER.search(page.content.decode())
    assert found, "no composer"
    fields = {}
    for tag in re.findall(r"<input[^>]*>", found[0]):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        fields[attributes["name"]] = unescape(attributes["value"])
    return {**fields, "text": text_in(found[0])}


def text_in(html: str) -> str:
    """The contents of the first text field that a form would send."""
    found = TEXT.search(html)
    assert found, "no text field"
    return unescape(found[1])


@contextmanager
def screened_by(verdict: Verdict) -> Iterator[None]:
    def judge(draft: Draft, *, author_id: int) -> Verdict:
        return verdict

    screener(judge)
    try:
        yield
    finally:
        dismiss(judge)
