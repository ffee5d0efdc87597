"""Hostile input through everything that a person writes, parsed by a real browser under the real policy.

Whatever is planted here must come out as words: no script runs, no handler and no foreign scheme survives, and the
policy, which would stop them as well, has nothing to report.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import batched

import pytest
from playwright.sync_api import Dialog, Page, Request

from accounts.models import User, placeholder_username
from forum.articles.models import Article
from forum.comments.planting import Seed, plant_threads
from forum.lib.markdown import Format, render
from forum.lib.sanitising import sanitise
from forum.lib.text import clean_text
from tests.browser.conftest import Open
from tests.make import LONG_AGO, ArticleFactory
from tests.needs import shared
from tests.sizes import at_full_size

# Of each file every so many-th payload; all of them at full size.
STEP = at_full_size(25, 1)
A_PAGE = 200

# Everything that could run or lead astray, as the browser built it. What the page itself loads is ours: /static/.
SUSPECTS = """() => {
  const found = [];
  const ours = new Set(['http:', 'https:', 'mailto:']);
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (name === 'script' && !element.src.startsWith(location.origin + '/static/')) found.push(element.outerHTML);
    if (['iframe', 'object', 'embed', 'base', 'style', 'math', 'template', 'img', 'video', 'audio'].includes(name))
      found.push(element.outerHTML);
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith('on') || attribute.name === 'style' || attribute.name === 'srcdoc')
        found.push(element.outerHTML);
      if (['href', 'src', 'action', 'formaction', 'xlink:href', 'cite', 'data'].includes(attribute.name)
          && name !== 'use' && URL.canParse(attribute.value, location.href)
          && !ours.has(new URL(attribute.value, location.href).protocol))
        found.push(element.outerHTML);
    }
  }
  return found;
}"""


def payloads() -> list[str]:
    texts: list[str] = []
    for file in sorted(shared("badinput").rglob("*.txt")):
        lines = [line for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        texts += lines[:: STEP if "spam" not in file.parts else STEP * 50]
    texts += [case["payload"] for case in json.loads(shared("badinput/dompurify-expect.json").read_text())]
    texts += json.loads(shared("badinput/blns.json").read_text())
    return [text for text in map(clean_text, texts) if text]


def seed_of(text: str, place: int, author: User, format: str) -> Seed:
    source = sanitise(text) if format == Format.HTML else text
    html = render(source, format, mentions=[author.username])
    return Seed(str(place), None, author.pk, LONG_AGO + timedelta(seconds=place), text=source, html=html, format=format)


def watched(page: Page) -> list[str]:
    """What ran: a dialog is the mark of nearly every payload, a request to another host that of the rest."""
    alarms: list[str] = []
    home = page.url

    def stop(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith(home):
            alarms.append(request.url)

    page.on("dialog", stop)
    page.on("request", note)
    return alarms


def assert_harmless(page: Page, paths: Sequence[str]) -> None:
    alarms = watched(page)
    for path in paths:
        page.goto(path)
        assert page.evaluate(SUSPECTS) == [], path
        assert page.evaluate("() => globalThis.xss || globalThis.pwned || null") is None
    assert alarms == []


@pytest.mark.parametrize("format", Format.values)
def test_no_payload_survives_in_a_comment(visit: Open, bob: User, format: str) -> None:
    article, paths = ArticleFactory.create(author=bob), list[str]()
    for some in batched(enumerate(payloads()), A_PAGE):
        article = ArticleFactory.create(author=bob)
        plant_threads(article, [seed_of(text, place, bob, format) for place, text in some])
        paths.append(f"{article.get_absolute_url()}?order=oldest")
    page = visit("/", by=bob)

    assert len(paths) >= at_full_size(2, 10), "this test wants thousands of payloads to mean anything"
    assert_harmless(page, paths)


def test_no_payload_survives_in_an_article_or_a_name(visit: Open) -> None:
    hostile = payloads()[:: at_full_size(6, 3)]
    people = User.objects.bulk_create(
        User(
            username=placeholder_username("test", f"{place}{text}"),
            imported_source="test",
            imported_name=f"{place}{text}",
        )
        for place, text in enumerate(hostile)
    )
    articles = Article.objects.bulk_create(
        Article(
            author=person,
            title=text,
            deck=text,
            dateline_place=text,
            source_name=text,
            source_url=text,
            text=text,
            html=render(text, Format.MARKDOWN),
        )
        for person, text in zip(people, hostile, strict=True)
    )
    lists = ["/", *(f"/?after={article.pk}" for article in articles[::-25])]
    page = visit("/")

    assert_harmless(page, [*lists, *(article.get_absolute_url() for article in articles[:: at_full_size(10, 1)])])


def test_the_watch_sees_what_was_not_sanitised(visit: Open, bob: User) -> None:
    article = ArticleFactory.create(author=bob)
    bad = '<a href="javascript:alert(1)">a</a><b srcdoc="x">b</b>'
    plant_threads(article, [Seed("0", None, bob.pk, LONG_AGO, text="", html=bad)])

    page = visit(article.get_absolute_url())

    assert len(page.evaluate(SUSPECTS)) == 2
