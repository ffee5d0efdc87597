"""Markdown as people who do not know it type it (and as those who do)."""

import json
import re

import pytest

from forum.lib.markdown import Format, render
from forum.lib.text import words_of
from tests.needs import shared


def read(text: str) -> str:
    """The HTML in one line."""
    return render(text, Format.MARKDOWN).replace("\n", "")


@pytest.mark.parametrize(
    "prose",
    [
        "- Who was that???",
        "* a footnote of one line",
        "+ one for that",
        "1986. A great year for it.",
        "1) this, and no second",
        "#hashtag",
        "####",
        "~~~~~~~~~~",
        '"... straight quotes, cut" - said somebody,',
        "... ...... $$$$$ ??? !! -- ^ HAHAHA (c) (tm) +-",
        "😁 😎 “curly” — and ‘single’",
        "f**k this s**t, 2*3*4 = 24",
        "snake_case_names and 3_000_000",
        "[Edit]: meant",
        "[not a link](/relative) [nor](//this.example) [nor](#that)",
        "![no picture](relative.png)",
        "``` words behind a fence",
        "a < b > c",
        "[x",
        "[]() ![]() [x]( )",
    ],
)
def test_prose_stays_as_typed(prose: str) -> None:
    html = read(prose)

    assert re.findall(r"<[^>]*>", html) == ["<p>", "</p>"]
    assert words_of(html).strip() == prose


@pytest.mark.parametrize("lone", ["- x", "1. x", "> quoted\n>\n> - x", "* x\n\nand a paragraph", "- x\n+ y"])
def test_one_item_is_no_list(lone: str) -> None:
    assert "<li>" not in read(lone)


def test_a_lone_dash_line_does_not_end_its_paragraph() -> None:
    assert read("Knock knock\n- Who was that???\nNobody") == "<p>Knock knock<br>- Who was that???<br>Nobody</p>"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- x\n- y", 2),
        ("- x\n\n- y", 2),
        ("Milk, and:\n* x\n* y\n* z", 3),
        ("1. x\n2. y", 2),
        ("- x\n  - inside it", 2),
        ("- x\n  - the only one inside\n- y", 3),
        ("- x\n  more of x\n\n  and more\n- y", 2),
        ("> - x\n> - y", 2),
    ],
)
def test_two_items_are_a_list(text: str, items: int) -> None:
    assert read(text).count("<li>") == items


def test_a_list_begins_with_the_number_that_was_typed() -> None:
    assert read("7. x\n8. y") == '<ol start="7"><li>x</li><li>y</li></ol>'


def test_a_line_break_stays() -> None:
    assert read("one\ntwo\n\nthree") == "<p>one<br>two</p><p>three</p>"


@pytest.mark.parametrize("underline", ["====", "----", "=", "-"])
def test_a_line_below_makes_no_heading(underline: str) -> None:
    html = read(f"Some words\n{underline}\nmore words")

    assert html.startswith("<p>Some words<")
    assert "<strong>" not in html


def test_a_heading_is_a_bold_paragraph() -> None:
    assert read("# Loud *words*\nquiet ones") == "<p><strong>Loud <em>words</em></strong></p><p>quiet ones</p>"


@pytest.mark.parametrize("indent", ["    ", "\t", "        "])
def test_indented_prose_is_no_code(indent: str) -> None:
    assert read(f"{indent}Once upon **a** time") == "<p>Once upon <strong>a</strong> time</p>"


def test_a_fence_is_code() -> None:
    assert read("```python\nif a < b: *x*\n```") == "<pre><code>if a &lt; b: *x*</code></pre>"


def test_html_is_shown_not_obeyed() -> None:
    assert read("<b>bold</b>\n\n<div>x</div>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p><p>&lt;div&gt;x&lt;/div&gt;</p>"


def test_what_markdown_is_for() -> None:
    text = "> **so** _they_ ~~say~~ `x`\n\nno\n\n***\n\n| a | b |\n|---|:-:|\n| 1 | |"

    assert read(text) == (
        "<blockquote><p><strong>so</strong> <em>they</em> <s>say</s> <code>x</code></p></blockquote><p>no</p><hr>"
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>"
    )


def test_stars_between_letters_without_blanks_around_words_still_work() -> None:
    assert read("这是**重要**的") == "<p>这是<strong>重要</strong>的</p>"


REL = 'rel="nofollow ugc noopener"'


def test_an_image_is_a_link_to_it() -> None:
    html = read("![a cat](https://cats.example/1.png)")

    assert html == f'<p><a href="https://cats.example/1.png" {REL}>a cat</a></p>'


def test_an_image_without_words_shows_its_address() -> None:
    address = "https://cats.example/1.png"

    assert read(f"![]({address})") == f'<p><a href="{address}" {REL}>{address}</a></p>'


def test_an_image_in_a_link_is_its_words() -> None:
    html = read("[see ![a cat](https://cats.example/1.png)](https://dogs.example)")

    assert html == f'<p><a href="https://dogs.example" {REL}>see a cat</a></p>'


def test_a_link_without_words_shows_its_address() -> None:
    assert read("[](https://a.example)") == f'<p><a href="https://a.example" {REL}>https://a.example</a></p>'


def test_plain_text_means_nothing_else() -> None:
    text = "*stars* `ticks` # &amp; <b> \\*\n- x\n- y\n\n    four"

    html = render(text, Format.TEXT).replace("\n", "")

    assert html == "<p>*stars* `ticks` # &amp;amp; &lt;b&gt; \\*<br>- x<br>- y</p><p>four</p>"


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.TEXT])
def test_the_comments_of_the_first_page_read_as_typed(format: Format) -> None:
    [thread] = shared("threads/threads-n4g-seed.jsonl").read_text(encoding="utf-8").splitlines()

    for comment in json.loads(thread)["comments"]:
        html = render(comment["body"], format)

        assert set(re.findall(r"<[^>]*>", html)) <= {"<p>", "</p>", "<br>"}
        assert words_of(html).split() == comment["body"].split()
        assert html.count("<p>") == len(re.split(r"\n{2,}", comment["body"].strip()))
