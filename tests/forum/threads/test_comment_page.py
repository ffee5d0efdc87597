import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from tests.crawler import Page
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread
from tests.pages import comment_on, ids_on, read, text_of


@pytest.fixture
def chain(alice: User) -> list[Comment]:
    """500 replies, each to the one before: deeper than anybody may post, but not than what may be imported."""
    article = ArticleFactory.create(author=alice)
    seeds = [Seed(str(n), str(n - 1) if n else None, alice.pk, LONG_AGO, f"No. {n}", f"No. {n}") for n in range(501)]
    plant_threads(article, seeds)
    return list(Comment.objects.on(article).in_tree_order())


def test_a_permalink_shows_the_comment_below_what_it_answers_and_above_its_branch(client: Client, alice: User) -> None:
    root, reply, below, beside = make_thread([[[]], []], by=alice)

    page = read(client, reply.get_absolute_url())

    assert ids_on(page) == [root.pk, reply.pk, below.pk]
    assert page.count('<li class="is-target"') == 1
    assert re.search(rf'<li class="is-target"[^>]*><article class="comment" id="c{reply.pk}"', page)
    assert beside.pk not in ids_on(page)


def test_it_leads_to_the_parent_the_thread_the_next_reply_and_the_article(client: Client, alice: User) -> None:
    root, first, _below, second = make_thread([[[]], []], by=alice)

    page = read(client, first.get_absolute_url())

    way = page[page.index('<nav class="wayfinding"') :].partition("</nav>")[0]
    assert [f'href="{url}"' in way for url in (f"/c/{root.pk}", f"/c/{second.pk}")] == [True, True]
    assert f'href="{root.article.get_absolute_url()}#threads"' in way
    last = read(client, second.get_absolute_url())
    assert "Next reply" not in last


def test_the_next_reply_is_one_that_is_listed(client: Client, alice: User, mona: User) -> None:
    _root, first, second, third = make_thread([[], [], []], by=alice)
    hold_comment(second, at=LONG_AGO)

    page = read(client, first.get_absolute_url())

    assert f'<a href="/c/{third.pk}">Next reply</a>' in page


def test_in_a_chain_of_500_eight_ancestors_are_shown_and_a_way_further_up(client: Client, chain: list[Comment]) -> None:
    page = read(client, chain[300].get_absolute_url())

    ids = ids_on(page)
    assert ids[:8] == [comment.pk for comment in chain[292:300]]
    assert ids[8:] == [comment.pk for comment in chain[300:351]]
    assert f'<a href="/c/{chain[292].pk}">Further up in this thread</a>' in page


def test_the_topmost_ancestor_says_whom_it_answers_further_up(client: Client, chain: list[Comment]) -> None:
    page = read(client, chain[300].get_absolute_url())

    assert "in reply to alice" in text_of(comment_on(page, chain[292].pk))


def test_a_chain_of_500_can_be_read_to_its_end(client: Client, chain: list[Comment]) -> None:
    url: str | None = chain[0].get_absolute_url()
    ids: list[int] = []

    while url:
        page = Page(url, read(client, url))
        ids += [comment.id for comment in page.comments]
        url = page.next

    assert ids == [comment.pk for comment in chain]


def test_eight_ancestors_up_to_the_root_lead_no_further(client: Client, chain: list[Comment]) -> None:
    assert "Further up" not in read(client, chain[8].get_absolute_url())
    assert "Further up" in read(client, chain[9].get_absolute_url())


def test_a_permalink_is_never_folded_for_its_score(client: Client, alice: User) -> None:
    article = ArticleFactory.create(author=alice)
    seed = Seed("1", None, alice.pk, LONG_AGO, "Unloved.", "<p>Unloved.</p>", base_down=20)
    [pk] = plant_threads(article, [seed]).values()

    assert "<details" not in read(client, f"/c/{pk}")
    assert "<details" in read(client, article.get_absolute_url())


def test_htmx_gets_the_one_comment_as_it_is_now(browse: Callable[[User], Client], bob: User, carol: User) -> None:
    comment = make_comment(by=bob)
    make_comment(to=comment, by=carol)

    fragment = read(browse(bob), comment.get_absolute_url(), htmx=True)

    assert ids_on(fragment) == [comment.pk]
    assert fragment.strip().startswith("<article")
    assert f'hx-post="/c/{comment.pk}/delete"' in fragment


def test_the_one_comment_says_whom_it_answers_where_its_place_does_not(client: Client, chain: list[Comment]) -> None:
    shallow, deep = (read(client, chain[level].get_absolute_url(), htmx=True) for level in (5, 6))

    assert "in reply to" not in shallow
    assert "in reply to alice" in text_of(comment_on(deep, chain[6].pk))


@pytest.mark.parametrize("url", ["/c/{pk}", "/c/{pk}/replies?past=1", "/c/{pk}/history", "/a/{pk}", "/a/{pk}/a-title"])
@pytest.mark.parametrize("digits", [1, 18, 19, 20, 5000])
def test_what_never_was_is_not_found(client: Client, db: None, url: str, digits: int) -> None:
    assert client.get(url.format(pk="9" * digits)).status_code == 404


@pytest.mark.parametrize("cursor", ["x", "", "-1", "1.5", "٣", "9" * 19, "1%00"])
def test_an_odd_cursor_is_a_bad_request(client: Client, alice: User, cursor: str) -> None:
    [comment] = make_thread([], by=alice)

    urls = [comment.get_absolute_url(), comment.article.get_absolute_url(), "/u/alice"]

    assert [client.get(f"{url}?after={cursor}").status_code for url in urls] == [400] * 3


def test_a_cursor_of_nothing_is_the_end(client: Client, alice: User) -> None:
    [comment] = make_thread([], by=alice)

    for url in [comment.get_absolute_url(), comment.article.get_absolute_url()]:
        assert ids_on(read(client, f"{url}?after={'9' * 18}")) == []
