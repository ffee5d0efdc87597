"""Finding in a thread: a sentence as it was typed, below what it answers; and one person's words."""

import re
from collections.abc import Callable
from urllib.parse import quote_plus

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.placeholders import placeholders
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from forum.threads.finding import LONGEST
from forum.threads.reading import BRANCH_PAGE
from tests.make import LONG_AGO, ArticleFactory, make_comment
from tests.pages import ids_on, read, text_of


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice)


def address(article: Article, words: str, **more: str) -> str:
    query = "".join(f"&{key}={quote_plus(value)}" for key, value in more.items())
    return f"{article.get_absolute_url()}?q={quote_plus(words)}{query}"


def hits(page: str) -> list[int]:
    return [
        int(pk) for pk in re.findall(r'<li class="[^"]*is-hit[^"]*"><article class="comment[^"]*" id="c(\d+)"', page)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained by the weir.", "rained by the"),
        ("It rained by the weir.", "RAINED By"),
        ("Über den Fluß, ÅNGSTRÖM, Ελλάδα, Привет", "über den FLUß, ångström, ΕΛΛΆΔΑ, ПРИВЕТ"),
        ("It rained\nby   the weir.", "rained by the"),
        ("It rained by the weir.", "  rained \t by  "),
        (
            "100 % of _it_ (a*b)+[c] \\d {2} ^$ 'x' \"y\" #1 ~ & - |",
            "100 % of _it_ (a*b)+[c] \\d {2} ^$ 'x' \"y\" #1 ~ & - |",
        ),
        ("你好,世界", "世界"),
    ],
)
def test_what_was_typed_is_found_as_it_was_typed(client: Client, article: Article, text: str, words: str) -> None:
    comment = make_comment(on=article, text=text)
    make_comment(on=article, text="Something else: by it, of the 99 that rain.")

    assert hits(read(client, address(article, words))) == [comment.pk]


@pytest.mark.parametrize("words", ["r%d", "r_in", "rai.", "r.*d", "rain|snow", "(rain)", "the weir rained", r"\w\w"])
def test_nothing_that_is_typed_stands_for_anything_else(client: Client, article: Article, words: str) -> None:
    make_comment(on=article, text="It rained by the weir.")

    assert hits(read(client, address(article, words))) == []


def test_a_hit_stands_below_what_it_answers_and_leads_to_the_next(client: Client, article: Article) -> None:
    root = make_comment(on=article, text="Was it wet?")
    first = make_comment(to=root, text="It rained.")
    make_comment(to=root, text="No.")
    second = make_comment(on=article, text="It rained here.")

    page = read(client, address(article, "it rained"))

    assert ids_on(page) == [root.pk, first.pk, second.pk]
    assert hits(page) == [first.pk, second.pk]
    assert re.findall(r'<a class="on" href="([^"]+)">([^<]+)</a>', page) == [
        (f"#c{second.pk}", "1 of 2 ↓"),
        (f"#c{first.pk}", "2 of 2 ↓"),
    ]
    assert "2 found" in text_of(page)


def test_hits_come_in_pages(client: Client, article: Article, alice: User) -> None:
    seeds = [Seed(str(n), None, alice.pk, LONG_AGO, "Rain.", "<p>Rain.</p>") for n in range(BRANCH_PAGE + 3)]
    pks = plant_threads(article, seeds)

    first = read(client, address(article, "rain"))
    [rest] = re.findall(r'<a href="([^"]+)" rel="next">', first)
    second = read(client, article.get_absolute_url() + rest.replace("&amp;", "&"))

    assert [*hits(first), *hits(second)] == sorted(pks.values())
    assert f"{BRANCH_PAGE}+ found" in text_of(first)
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Type at least 2 characters"),
        (" r ", "Type at least 2 characters"),
        ("snow", "No comment here says “snow”"),
        ("<b>snow", "No comment here says “<b>snow”"),
    ],
)
def test_a_search_that_finds_nothing_says_why_and_keeps_the_words(
    client: Client, article: Article, words: str, sentence: str
) -> None:
    make_comment(on=article, text="r")

    page = read(client, address(article, words))

    assert sentence in text_of(page)
    assert f'value="{words.strip().replace("<", "&lt;").replace(">", "&gt;")}"' in page


def test_two_hundred_characters_are_looked_for_and_no_more(client: Client, article: Article) -> None:
    comment = make_comment(on=article, text="x" * LONGEST)

    assert hits(read(client, address(article, "x" * LONGEST + "never said"))) == [comment.pk]
    assert hits(read(client, address(article, "x" * (LONGEST - 1) + "y"))) == []


def test_what_nobody_can_have_meant_finds_nothing_and_breaks_nothing(client: Client, article: Article) -> None:
    make_comment(on=article, text="It rained.")

    for words in ("\x00", "a\x00b", "\u202erained", "***:(?i)", "\\"):
        read(client, address(article, words))


@pytest.mark.parametrize("reader", ["nobody", "author", "moderator"])
def test_words_that_are_gone_or_wait_are_found_by_nobody(
    browse: Callable[[User], Client], article: Article, bob: User, mona: User, reader: str
) -> None:
    removed, deleted, held = (make_comment(on=article, by=bob, text="A secret sentence.") for _ in range(3))
    for gone in (removed, deleted, held):
        make_comment(to=gone, text="What?")
    remove_comment(removed, by=mona, at=timezone.now())
    delete_comment(deleted, at=timezone.now())
    hold_comment(held, at=timezone.now())
    browser = {"nobody": Client(), "author": browse(bob), "moderator": browse(mona)}[reader]

    for query in ("?q=secret+sentence", "?by=bob", "?q=secret&by=bob"):
        page = read(browser, article.get_absolute_url() + query)
        assert hits(page) == [] == ids_on(page)
        assert "A secret sentence." not in page


def test_a_hit_below_a_removed_comment_tells_nothing_of_that(
    client: Client, article: Article, bob: User, mona: User
) -> None:
    removed = make_comment(on=article, by=bob, text="A secret sentence.")
    hit = make_comment(to=removed, text="It rained.")
    remove_comment(removed, by=mona, at=timezone.now())

    page = read(client, address(article, "it rained"))

    assert ids_on(page) == [removed.pk, hit.pk]
    assert "secret" not in page
    assert ">bob<" not in page


def test_other_articles_are_not_looked_through(client: Client, article: Article) -> None:
    make_comment(text="It rained.")

    assert hits(read(client, address(article, "it rained"))) == []


def test_a_waiting_article_is_searched_by_nobody_else(client: Client, alice: User) -> None:
    waiting = ArticleFactory.create(author=alice, published_at=None)

    assert client.get(address(waiting, "rain")).status_code == 404


def test_all_that_somebody_wrote_here(client: Client, article: Article, alice: User, bob: User) -> None:
    theirs = make_comment(on=article, by=bob, text="It rained.")
    make_comment(to=theirs, by=alice, text="It rained.")
    answer = make_comment(to=theirs, by=bob, text="It poured.")
    make_comment(by=bob)

    for name in ("bob", "BOB"):
        assert hits(read(client, f"{article.get_absolute_url()}?by={name}")) == [theirs.pk, answer.pk]
    assert hits(read(client, address(article, "poured", by="bob"))) == [answer.pk]
    assert "Only what bob wrote." in text_of(read(client, address(article, "poured", by="bob")))


def test_somebody_of_an_imported_thread_is_found_too(client: Client, article: Article) -> None:
    [pk] = placeholders("elsewhere", ["Zoë"]).values()
    [comment] = plant_threads(article, [Seed("1", None, pk, LONG_AGO, "Rain.", "<p>Rain.</p>")]).values()

    outline = read(client, f"/a/{article.pk}/comments/outline")
    [link] = re.findall(r'href="([^"]+\?by=[^"]+)"', outline)

    assert hits(read(client, link)) == [comment]
    assert "All that Zoë wrote here." in text_of(read(client, link))


@pytest.mark.parametrize("name", ["nobody-of-that-name", "x" * 300, "%00", "%F0%9F"])
def test_a_name_that_nobody_has_says_so(client: Client, article: Article, name: str) -> None:
    page = read(client, f"{article.get_absolute_url()}?q=rain&by={name}")

    assert hits(page) == []


def test_a_permalink_leads_to_all_that_its_author_wrote_here(client: Client, article: Article, bob: User) -> None:
    comment = make_comment(on=article, by=bob)

    page = read(client, f"/c/{comment.pk}")

    assert f'href="{article.get_absolute_url()}?by=bob"' in page
    assert "All by bob here" in text_of(page)


def test_the_permalink_of_what_was_removed_names_nobody(
    client: Client, article: Article, bob: User, mona: User
) -> None:
    comment = make_comment(on=article, by=bob)
    make_comment(to=comment)
    remove_comment(comment, by=mona, at=timezone.now())

    assert "bob" not in read(client, f"/c/{comment.pk}")


def test_pages_of_hits_are_not_for_search_engines(client: Client, article: Article) -> None:
    assert '<meta name="robots" content="noindex">' in read(client, address(article, "rain"))
    assert "noindex" not in read(client, article.get_absolute_url())


def test_nobody_searches_without_end(browse: Callable[[User], Client], article: Article, bob: User) -> None:
    browser, (most, _seconds) = browse(bob), settings.RATES["find"]

    # Within one minute, however slow the machine.
    with time_machine.travel(timezone.now(), tick=False):
        codes = {browser.get(address(article, "r")).status_code for _ in range(most)}
        refused = browser.get(address(article, "r"))

    assert codes == {200}
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert browser.get(article.get_absolute_url()).status_code == 200


def test_an_article_that_nobody_has_commented_on_offers_no_search(client: Client, article: Article) -> None:
    assert "data-find" not in read(client, article.get_absolute_url())
    make_comment(on=article)
    assert "data-find" in read(client, article.get_absolute_url())


def test_comments_keep_their_place_when_others_come_between_two_pages(
    client: Client, article: Article, alice: User
) -> None:
    seeds = [Seed(str(n), None, alice.pk, LONG_AGO, "Rain.", "<p>Rain.</p>") for n in range(BRANCH_PAGE + 3)]
    pks = sorted(plant_threads(article, seeds).values())
    [rest] = re.findall(r'<a href="([^"]+)" rel="next">', read(client, address(article, "rain")))
    make_comment(to=Comment.objects.get(pk=pks[0]), text="Rain?")

    second = read(client, article.get_absolute_url() + rest.replace("&amp;", "&"))

    assert hits(second) == pks[BRANCH_PAGE:]
