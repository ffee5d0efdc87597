"""Quoting what one has selected: as words that read the same, with where they stand, and nothing that runs."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.templatetags.static import static
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from forum.lib.markdown import Format, render
from forum.lib.text import clean_text, words_of
from tests.browser.conftest import RICH, Open
from tests.browser.test_axe import violations
from tests.browser.test_xss import SUSPECTS
from tests.hostile import payloads
from tests.make import LONG_AGO, ArticleFactory, make_comment
from tests.sizes import at_full_size

CASES = json.loads((Path(__file__).parents[1] / "quotes.json").read_text(encoding="utf-8"))

# Selects from where one text begins to where another ends; without them all of a body.
SELECT = """([comment, from, to]) => {
  const body = document.querySelector(`#c${comment} .comment-body`);
  const at = (words, end) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const place = texts.currentNode.data.indexOf(words);
      if (place >= 0 && body.compareDocumentPosition(texts.currentNode) !== 2)
        return [texts.currentNode, place + (end ? words.length : 0)];
    }
  };
  const range = document.createRange();
  range.selectNodeContents(body);
  if (from) range.setStart(...at(from, false));
  if (to) range.setEnd(...at(to, true));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""

# The quotes of all bodies of the page, by the module itself.
QUOTES = """async (module) => {
  const { quoteOf } = await import(module);
  return [...document.querySelectorAll('.comment .comment-body')].map((body) => {
    const comment = body.closest('.comment');
    const range = document.createRange();
    range.selectNodeContents(body);
    return [comment.id.slice(1), quoteOf({ range, body, comment })];
  });
}"""


@pytest.fixture
def comment(transactional_db: None, carol: User) -> Comment:
    return make_comment(by=carol, text="The river *has not* looked\nlike this <b> for years.\n\nNor @nobody.")


def select(page: Page, comment: Comment, begin: str = "", end: str = "") -> None:
    page.evaluate(SELECT, [comment.pk, begin, end])


def acts(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c{comment.pk} > .acts")


def field_of(page: Page, comment: Comment) -> Locator:
    return page.locator(f"form#reply-{comment.pk} textarea")


def source(page: Page, comment: Comment) -> str:
    return f"> — [carol]({page.url.split('/a/')[0]}/c/{comment.pk})\n\n"


def quotes(page: Page) -> dict[int, str]:
    return {int(pk): quote for pk, quote in page.evaluate(QUOTES, static("js/writing/quote.js"))}


def letters(html: str) -> str:
    """What one reads, without the blanks between."""
    return re.sub(r"\s+", "", words_of(html))


def test_reply_quotes_what_is_selected(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    select(page, comment, "has", "this <b>")

    acts(page, comment).get_by_role("link", name="Reply").click()

    expected = f"> *has not* looked\n> like this \\<b>\n>\n{source(page, comment)}"
    expect(field_of(page, comment)).to_have_value(expected)
    expect(field_of(page, comment)).to_be_focused()
    assert field_of(page, comment).evaluate("field => field.selectionStart") == len(expected)


def test_a_button_beside_reply_quotes_by_keyboard_alone(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    expect(page.get_by_role("button", name="Quote")).to_have_count(0)
    acts(page, comment).get_by_role("link", name="Reply").focus()
    select(page, comment, "Nor")
    button = acts(page, comment).get_by_role("button", name="Quote")
    expect(button).to_be_visible()

    page.keyboard.press("Tab")
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(field_of(page, comment)).to_have_value(f"> Nor \\@nobody.\n>\n{source(page, comment)}")
    expect(button).to_have_count(0)


def test_the_button_goes_with_the_selection(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    button = page.get_by_role("button", name="Quote")
    select(page, comment)
    expect(button).to_be_visible()

    page.evaluate("getSelection().removeAllRanges()")

    expect(button).to_have_count(0)


def test_of_several_comments_the_first_is_quoted(visit: Open, bob: User, comment: Comment) -> None:
    make_comment(to=comment, text="Nor for decades.")
    page = visit(comment.article.get_absolute_url(), by=bob)
    select(page, comment, "Nor", "decades.")

    page.get_by_role("button", name="Quote").click()

    expect(field_of(page, comment)).to_have_value(f"> Nor \\@nobody.\n>\n{source(page, comment)}")


def test_reply_to_another_quotes_nothing(visit: Open, bob: User, comment: Comment) -> None:
    other = make_comment(to=comment, text="Nor for decades.")
    page = visit(comment.article.get_absolute_url(), by=bob)
    select(page, comment)

    acts(page, other).get_by_role("link", name="Reply").click()

    expect(field_of(page, other)).to_be_focused()
    expect(field_of(page, other)).to_have_value("")


def test_an_open_composer_takes_the_quote_at_its_caret_and_undo_takes_it_back(
    visit: Open, bob: User, comment: Comment
) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob)
    acts(page, comment).get_by_role("link", name="Reply").click()
    field = field_of(page, comment)
    field.press_sequentially("First. Last.")
    for _letter in " Last.":
        field.press("ArrowLeft")
    field.blur()
    select(page, comment, "Nor")

    page.get_by_role("button", name="Quote").click()

    expect(field).to_have_value(f"First.\n\n> Nor \\@nobody.\n>\n{source(page, comment)} Last.")
    field.press("Control+z")
    expect(field).to_have_value("First. Last.")


def test_what_is_gone_or_not_for_answering_has_no_button(visit: Open, bob: User, mona: User, comment: Comment) -> None:
    make_comment(to=comment)
    remove_comment(comment, by=mona, at=LONG_AGO)
    page = visit(comment.article.get_absolute_url(), by=mona)
    page.locator("details.kept").evaluate("details => { details.open = true; }")

    select(page, comment)
    page.wait_for_timeout(400)

    expect(page.get_by_role("button", name="Quote")).to_have_count(0)


def test_a_passer_by_has_no_button(visit: Open, comment: Comment) -> None:
    page = visit(comment.article.get_absolute_url())

    select(page, comment)
    page.wait_for_timeout(400)

    expect(page.get_by_role("button", name="Quote")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "begin", "end", "quoted"),
    [
        ("```\nalpha\n*beta*\n```", "beta", "", "> ```\n> beta*\n> ```"),
        ("Say `alpha beta` **loud and clear**.", "beta", "loud", "> `beta` **loud**"),
        ("- alpha\n- beta\n- gamma", "beta", "", "> - beta\n> - gamma"),
        ("- alpha\n- beta\n- gamma", "beta", "beta", "> beta"),
        ("> > alpha\n\nbeta", "pha", "beta", "> > > pha\n>\n> beta"),
        ("Look [here and there](https://example.org/a_(b)).", "there", "", "> [there](<https://example.org/a_(b)>)."),
    ],
)
def test_part_of_something_stays_what_it_is_part_of(
    visit: Open, bob: User, carol: User, text: str, begin: str, end: str, quoted: str
) -> None:
    said = make_comment(by=carol, text=text)
    page = visit(said.article.get_absolute_url(), by=bob)
    select(page, said, begin, end)

    page.get_by_role("button", name="Quote").click()

    expect(field_of(page, said)).to_have_value(f"{quoted}\n>\n{source(page, said)}")


def test_a_long_selection_is_cut(visit: Open, bob: User, carol: User) -> None:
    long = make_comment(by=carol, text="word " * 1000)
    page = visit(long.article.get_absolute_url(), by=bob)

    assert quotes(page)[long.pk] + "\n\n" == f"> {('word ' * 400).strip()}\n>\n> […]\n>\n{source(page, long)}"


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.TEXT])
def test_a_selection_is_quoted_as_the_server_does(visit: Open, bob: User, carol: User, format: str) -> None:
    cases, article = CASES[format], ArticleFactory.create()
    seeds = [
        Seed(str(n), None, carol.pk, LONG_AGO, text, render(text, format, mentions=["bob"]), format=format)
        for n, (text, _) in enumerate(cases)
    ]
    pks = plant_threads(article, seeds)
    page = visit(article.get_absolute_url(), by=bob)

    found = quotes(page)

    for n, (_text, quoted) in enumerate(cases):
        assert found[pks[str(n)]].rpartition("\n>\n> — [carol](")[0] == quoted


@pytest.mark.parametrize("format", Format.values)
def test_a_quote_reads_as_what_it_quotes_however_hostile(visit: Open, bob: User, carol: User, format: str) -> None:
    short = [text for text in map(clean_text, payloads()) if 0 < len(text) < 1500]
    texts = [RICH, *short[:: at_full_size(len(short) // 150, len(short) // 1500)]]
    article = ArticleFactory.create()
    htmls = [render(text, format, mentions=["bob"]) for text in texts]
    pks = plant_threads(
        article,
        [
            Seed(str(n), None, carol.pk, LONG_AGO, text, html, format=format)
            for n, (text, html) in enumerate(zip(texts, htmls, strict=True))
        ],
    )
    page, found = visit("/", by=bob), dict[int, str]()
    address: str | None = f"{article.get_absolute_url()}?order=oldest"
    while address:
        page.goto(address)
        found |= quotes(page)
        more = page.locator("a[rel=next]")
        address = more.first.get_attribute("href") if more.count() else None
        address = address and re.sub(r"^\?", f"{article.get_absolute_url()}?", address)

    assert len(found) >= 100
    for n, html in enumerate(htmls):
        if pks[str(n)] not in found:
            continue
        again = render(found[pks[str(n)]], Format.MARKDOWN, mentions=["bob"])
        inside = re.fullmatch(r"(?s)<blockquote>\n(.*)<p>— <a [^>]*>carol</a></p>\n</blockquote>\n", again)
        assert inside, (texts[n], found[pks[str(n)]], again)
        assert letters(inside[1]) == letters(html), (texts[n], found[pks[str(n)]])


def test_a_hostile_quote_that_is_posted_stays_words(visit: Open, bob: User, carol: User) -> None:
    hostile = make_comment(
        by=carol,
        text='<img src=x onerror=alert(1)> [a](javascript:alert(1)) `</textarea><script>alert(1)</script>` "onfocus=x',
    )
    page = visit(hostile.article.get_absolute_url(), by=bob)
    select(page, hostile)

    page.get_by_role("button", name="Quote").click()
    expect(field_of(page, hostile)).to_have_value(re.compile("img"))
    field_of(page, hostile).press("Control+Enter")

    answer = page.locator(f"#c{hostile.pk} + .replies .comment blockquote")
    said = page.locator(f"#c{hostile.pk} .comment-body")
    expect(answer.locator("p").first).to_have_text(unescape(said.inner_text()))
    assert page.evaluate(SUSPECTS) == []


def test_without_scripts_the_page_of_a_reply_quotes_all_of_it(visit: Open, bob: User, comment: Comment) -> None:
    page = visit(f"/c/{comment.pk}/reply", by=bob, scripts=False)
    page.fill("textarea", "So they say.")

    page.get_by_role("button", name="Quote these words").click()

    text = page.locator("textarea").input_value()
    assert text.startswith(
        "> The river *has not* looked\n> like this <b> for years.\n>\n> Nor @nobody.\n>\n> — [carol]("
    )
    assert text.endswith(")\n\nSo they say.")


def test_with_scripts_the_same_button_changes_the_composer_in_its_place(
    visit: Open, bob: User, comment: Comment
) -> None:
    page = visit(f"/c/{comment.pk}/reply", by=bob)
    page.fill("textarea", "So they say.")

    page.get_by_role("button", name="Quote these words").click()

    expect(page.locator("textarea")).to_have_value(re.compile(r"^> The river.*\n\nSo they say\.$", re.DOTALL))
    expect(page.locator("textarea")).to_be_focused()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_violation_with_a_quote_button_and_a_quote(visit: Open, bob: User, comment: Comment, dark: bool) -> None:
    page = visit(comment.article.get_absolute_url(), by=bob, dark=dark, width=360)
    select(page, comment)
    expect(page.get_by_role("button", name="Quote")).to_be_visible()
    before = violations(page)

    page.get_by_role("button", name="Quote").click()
    expect(field_of(page, comment)).to_have_value(re.compile("river"))

    assert (before, violations(page)) == ([], [])
