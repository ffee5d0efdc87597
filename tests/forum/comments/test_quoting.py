"""Quotes that the server makes: the whole of a comment, in the form in which the browser quotes a selection."""

import json
import re
from pathlib import Path

import pytest

from accounts.models import User, placeholder_username
from forum.comments.models import Comment, CommentBody
from forum.comments.planting import Seed, plant_threads
from forum.comments.quoting import CUT, MOST, quote
from forum.lib.markdown import Format, render
from forum.lib.text import clean_text
from tests.hostile import payloads
from tests.make import LONG_AGO, ArticleFactory
from tests.sizes import at_full_size

CASES = json.loads((Path(__file__).parents[2] / "quotes.json").read_text(encoding="utf-8"))
ADDRESS = "https://forum.example/c/12"
LINK = f'— <a href="{ADDRESS}" rel="nofollow ugc noopener">bob</a>'
SOURCE = f"\n>\n> — [bob]({ADDRESS})"


def said(text: str, *, by: User, format: str = Format.MARKDOWN, html: str = "") -> Comment:
    keys = plant_threads(
        ArticleFactory.create(), [Seed("0", None, by.pk, LONG_AGO, text=text, html=html or "-", format=format)]
    )
    return Comment.objects.select_related("author", "body").get(pk=keys["0"])


@pytest.mark.parametrize(("text", "quoted"), CASES["markdown"])
def test_markdown_is_quoted_as_it_was_typed(bob: User, text: str, quoted: str) -> None:
    assert quote(said(text, by=bob), address=ADDRESS) == quoted + SOURCE


@pytest.mark.parametrize(("text", "quoted"), CASES["text"])
def test_plain_text_is_quoted_so_that_it_is_read_as_it_was(bob: User, text: str, quoted: str) -> None:
    assert quote(said(text, by=bob, format=Format.TEXT), address=ADDRESS) == quoted + SOURCE


def test_html_is_quoted_in_its_plain_words(bob: User) -> None:
    html = "<p>A <b>river</b> &lt;runs&gt;<br>here</p><ul><li>*one*</li><li>two</li></ul>"

    quoted = quote(said(html, by=bob, format=Format.HTML, html=html), address=ADDRESS)

    assert quoted == f"> A river \\<runs> here\n>\n> \\*one\\*\n>\n> two{SOURCE}"


def test_whose_words_they_are_is_told_without_a_mention(bob: User) -> None:
    html = render(quote(said("Indeed.", by=bob), address=ADDRESS), Format.MARKDOWN, mentions=["bob"])

    assert re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', html) == [(ADDRESS, "bob")]
    assert "mention" not in html


@pytest.mark.parametrize("name", ["[x](https://evil.example)", "*a* `b`", "_x_", "@carol", "a\n\nb", "]", "\\", ""])
def test_a_name_from_elsewhere_cannot_break_out_of_its_link(db: None, name: str) -> None:
    person = User.objects.create(
        username=placeholder_username("test", name), imported_source="test", imported_name=name
    )

    html = render(quote(said("Indeed.", by=person), address=ADDRESS), Format.MARKDOWN, mentions=["carol"])

    words = " ".join(name.split()) or "someone"
    assert re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html) == [(ADDRESS, words)]


def test_a_long_text_is_cut_between_words(bob: User) -> None:
    quoted = quote(said("word " * 1000, by=bob), address=ADDRESS)

    assert quoted == f"> {('word ' * (MOST // 5)).strip()}\n>\n> {CUT}{SOURCE}"


def test_one_long_word_is_cut_where_there_is_no_room(bob: User) -> None:
    assert quote(said("x" * (MOST + 1), by=bob), address=ADDRESS) == f"> {'x' * MOST}\n>\n> {CUT}{SOURCE}"
    assert quote(said("x" * MOST, by=bob), address=ADDRESS) == f"> {'x' * MOST}{SOURCE}"


@pytest.mark.parametrize(
    "text",
    [
        "```\nnever closed",
        f"```\n{'code ' * 1000}\n```",
        "- ```\n  code\n  ```\n- b",
        "- a\n- ```\n  open",
        "> ```\n> open",
    ],
)
def test_code_that_stays_open_does_not_swallow_the_source(bob: User, text: str) -> None:
    html = render(quote(said(text, by=bob), address=ADDRESS), Format.MARKDOWN)

    assert html.endswith(f"{LINK}</p>\n</blockquote>\n")


@pytest.mark.parametrize("format", Format.values)
def test_no_payload_breaks_out_of_its_quote(bob: User, format: str) -> None:
    texts = [text for text in map(clean_text, payloads()[:: at_full_size(40, 1)]) if text]
    assert len(texts) > 100, "this test wants hundreds of payloads to mean anything"

    for text in texts:
        comment = Comment(author=bob)
        comment.body = CommentBody(text=text, format=format, html=render(text, format))
        html = render(quote(comment, address=ADDRESS), Format.MARKDOWN, mentions=["bob"])
        assert html.count("<blockquote>") == html.count("</blockquote>"), text
        assert html.startswith("<blockquote>"), text
        assert html.endswith(f"{LINK}</p>\n</blockquote>\n"), text
