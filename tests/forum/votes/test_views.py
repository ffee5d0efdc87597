"""Voting over HTTP, with and without scripts, by those who may and those who may not."""

import re
from datetime import timedelta
from typing import Protocol

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from forum.articles.models import Article, ArticleVote
from forum.comments.listing import set_facts
from forum.comments.models import Comment, CommentVote
from forum.votes.casting import cast_vote
from forum.votes.models import Votable
from forum.votes.tallying import tally
from tests.forum.comments.composers import Browse
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread
from tests.pages import comment_on, read, text_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


class Answer(Protocol):
    status_code: int
    content: bytes

    def __getitem__(self, header: str) -> str: ...


@pytest.fixture(params=["comment", "article"])
def thing(request: pytest.FixtureRequest, alice: User) -> Votable:
    """Alice's, and old enough for its score to be seen."""
    [comment] = make_thread([], by=alice, on=ArticleFactory.create(author=alice, published_at=LONG_AGO))
    return comment if request.param == "comment" else comment.article


def address(thing: Votable) -> str:
    return f"/c/{thing.pk}/vote" if isinstance(thing, Comment) else f"/a/{thing.pk}/story/vote"


def votes() -> list[tuple[int, int]]:
    return [
        *CommentVote.objects.values_list("voter", "value"),
        *ArticleVote.objects.values_list("voter", "value"),
    ]


def arrows(markup: str) -> dict[str, tuple[str, str]]:
    """Of the one voter there is: whether each arrow is pressed, and what pressing it sends."""
    buttons = re.findall(r'value="(-?\d)" aria-label="([^"]*)" aria-pressed="(\w+)"', markup)
    return {label: (pressed, value) for value, label, pressed in buttons}


def pressed(client: Client, thing: Votable, value: int | str, **headers: str) -> Answer:
    return client.post(address(thing), {"value": value}, headers=headers)


# -- The answer -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?order=newest&after=7"])
def test_without_scripts_the_reader_is_back_where_they_stood(
    browse: Browse, thing: Votable, bob: User, query: str
) -> None:
    page = f"http://testserver/a/1/some-story{query}"

    answer = pressed(browse(bob), thing, 1, Referer=page)

    assert answer.status_code == 303
    assert answer["Location"] == f"{page}#{'c' if isinstance(thing, Comment) else 'a'}{thing.pk}"
    assert votes() == [(bob.pk, 1)]


@pytest.mark.parametrize("page", ["", "https://elsewhere.example/a/1", "http://testserver.example/", "//x.example/"])
def test_whoever_comes_from_elsewhere_is_shown_what_they_voted_on(
    browse: Browse, thing: Comment | Article, bob: User, page: str
) -> None:
    answer = pressed(browse(bob), thing, 1, Referer=page)

    assert answer["Location"] == thing.get_absolute_url()


def test_htmx_gets_the_voter_alone_with_the_exact_sum(browse: Browse, thing: Votable, bob: User, carol: User) -> None:
    cast_vote(thing, voter=carol, value=1)

    answer = pressed(browse(bob), thing, 1, **HTMX).content.decode()

    assert answer.startswith('<span class="voter"')
    assert answer.endswith("</span>")
    assert text_of(answer) == "▲ 2 points ▼"
    assert arrows(answer) == {"Vote up": ("true", "0"), "Vote down": ("false", "-1")}
    assert type(thing)._base_manager.get(pk=thing.pk).score == 0


def test_a_vote_is_changed_and_taken_back_by_its_buttons(browse: Browse, thing: Votable, bob: User) -> None:
    bobs = browse(bob)

    down = pressed(bobs, thing, -1, **HTMX).content.decode()
    back = pressed(bobs, thing, arrows(down)["Vote down"][1], **HTMX).content.decode()

    assert text_of(down) == "▲ -1 point ▼"
    assert arrows(down) == {"Vote up": ("false", "1"), "Vote down": ("true", "0")}
    assert text_of(back) == "▲ 0 points ▼"
    assert arrows(back) == {"Vote up": ("false", "1"), "Vote down": ("false", "-1")}
    assert votes() == [(bob.pk, 0)]


def test_the_sum_goes_on_from_what_came_with_a_file(browse: Browse, thing: Votable, bob: User) -> None:
    type(thing)._base_manager.filter(pk=thing.pk).update(base_up=7, base_down=2, up=7, down=2, score=5)

    assert text_of(pressed(browse(bob), thing, 1, **HTMX).content.decode()) == "▲ 6 points ▼"


# -- Refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["", "2", "-2", "up", "01", "1.0", "²", None])
def test_what_no_button_sends_is_a_bad_request(browse: Browse, thing: Votable, bob: User, value: str | None) -> None:
    fields = {} if value is None else {"value": value}

    assert browse(bob).post(address(thing), fields).status_code == 400
    assert votes() == []


@pytest.mark.parametrize("htmx", [False, True])
def test_nobody_votes_on_their_own(browse: Browse, thing: Votable, alice: User, htmx: bool) -> None:
    answer = pressed(browse(alice), thing, 1, **(HTMX if htmx else {}))

    assert answer.status_code == 403
    assert "You cannot vote on this" in answer.content.decode()
    assert votes() == []


def test_whoever_is_not_logged_in_is_asked_to(thing: Votable, client: Client) -> None:
    answer = pressed(client, thing, 1)

    assert answer.status_code == 403
    assert "Log in" in answer.content.decode()
    assert votes() == []


def test_looking_at_the_address_votes_nothing(browse: Browse, thing: Votable, bob: User) -> None:
    assert browse(bob).get(address(thing)).status_code == 405
    assert votes() == []


def test_without_a_token_nothing_is_voted(thing: Votable, bob: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)

    assert pressed(strict, thing, 1).status_code == 403
    assert votes() == []


@pytest.mark.parametrize("url", ["/c/999999/vote", "/a/999999/story/vote"])
def test_what_is_not_there_cannot_be_voted_on(browse: Browse, bob: User, url: str) -> None:
    assert browse(bob).post(url, {"value": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("fact", "for_bob", "for_mona"), [("held", 404, 403), ("removed", 404, 403), ("deleted", 404, 403)]
)
def test_only_what_all_can_read_is_voted_on(
    browse: Browse, alice: User, bob: User, mona: User, fact: str, for_bob: int, for_mona: int
) -> None:
    comment = make_comment(by=alice)
    set_facts(comment, **{f"{fact}_at": LONG_AGO})

    assert pressed(browse(bob), comment, 1).status_code == for_bob
    assert pressed(browse(mona), comment, 1).status_code == for_mona
    assert votes() == []


def test_a_locked_discussion_can_still_be_voted_on(browse: Browse, thing: Votable, bob: User) -> None:
    Article.objects.update(locked_at=LONG_AGO)

    assert pressed(browse(bob), thing, 1).status_code == 303
    assert votes() == [(bob.pk, 1)]


def test_more_votes_than_a_person_can_mean_are_too_fast(
    browse: Browse, thing: Votable, bob: User, carol: User, settings: Settings
) -> None:
    settings.RATES = settings.RATES | {"vote": (3, 60)}
    bobs = browse(bob)
    cache.clear()

    with time_machine.travel(LONG_AGO + timedelta(days=1), tick=False):
        bobs = browse(bob)
        answers = [pressed(bobs, thing, value) for value in (1, -1, 1, -1)]
        other = pressed(browse(carol), thing, 1)

    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "That was too fast" in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "60"
    assert other.status_code == 303
    assert sorted(votes()) == sorted([(bob.pk, 1), (carol.pk, 1)])


# -- On pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def old(alice: User) -> Comment:
    """Alice's comment on her article, both of last winter."""
    [comment] = make_thread([], by=alice, on=ArticleFactory.create(author=alice, published_at=LONG_AGO))
    return comment


def test_own_votes_are_pressed_wherever_the_comment_stands(browse: Browse, old: Comment, bob: User) -> None:
    reply = make_comment(to=old)
    cast_vote(old, voter=bob, value=-1)
    bobs = browse(bob)
    pages = [old.article.get_absolute_url(), f"/c/{old.pk}", f"/c/{reply.pk}", "/u/alice"]

    for page in [*(read(bobs, url) for url in pages), read(bobs, f"/c/{old.pk}", htmx=True)]:
        assert arrows(comment_on(page, old.pk)) == {"Vote up": ("false", "1"), "Vote down": ("true", "0")}


def test_own_votes_are_pressed_behind_a_fold(browse: Browse, alice: User, bob: User) -> None:
    root, *replies = make_thread([[] for _ in range(9)], by=alice)
    cast_vote(replies[-1], voter=bob, value=1)

    page = read(browse(bob), f"/c/{root.pk}/replies?past={replies[5].pk}", htmx=True)

    assert arrows(comment_on(page, replies[-1].pk))["Vote up"] == ("true", "0")


def test_an_article_is_voted_on_where_it_is_listed_and_where_it_is_read(
    browse: Browse, old: Comment, bob: User
) -> None:
    cast_vote(old.article, voter=bob, value=1)
    bobs = browse(bob)

    for url in ("/", old.article.get_absolute_url()):
        page = read(bobs, url)
        voter = page[page.index(f'formaction="/a/{old.article_id}/story/vote"') - 100 :].partition("</p>")[0]

        assert arrows(voter)["Vote up"] == ("true", "0")
        assert '<form id="act" method="post"' in page
        assert f'id="a{old.article_id}"' in page


def test_who_may_not_vote_reads_the_score_without_buttons(
    browse: Browse, client: Client, old: Comment, alice: User, bob: User
) -> None:
    cast_vote(old, voter=bob, value=1)
    cast_vote(old.article, voter=bob, value=1)
    tally()

    for reader in (client, browse(alice)):
        for url in (old.article.get_absolute_url(), "/"):
            page = read(reader, url)

            assert '<span class="score">1 point</span>' in page
            assert "/vote" not in page


def test_nothing_gone_and_nothing_held_has_a_voter(browse: Browse, old: Comment, mona: User) -> None:
    make_comment(to=old)
    set_facts(old, removed_at=LONG_AGO)

    assert "/vote" not in comment_on(read(browse(mona), f"/c/{old.pk}"), old.pk)


def test_an_article_called_vote_can_be_read(client: Client) -> None:
    article = ArticleFactory.create(title="Vote")

    assert "<h1" in read(client, article.get_absolute_url())


# -- While scores are hidden ------------------------------------------------------------------------------------------


@pytest.fixture
def new(alice: User, bob: User, carol: User) -> Comment:
    """Alice's comment of just now, which others voted down, on her article of just now."""
    comment = make_comment(by=alice, on=ArticleFactory.create(author=alice))
    for person in (bob, carol):
        cast_vote(comment, voter=person, value=-1)
        cast_vote(comment.article, voter=person, value=-1)
    tally()
    return comment


def test_a_new_score_is_nobodys_to_see(
    browse: Browse, client: Client, new: Comment, alice: User, bob: User, mona: User
) -> None:
    for reader in (client, browse(alice), browse(bob), browse(mona)):
        for url in ("/", new.article.get_absolute_url(), f"/c/{new.pk}"):
            page = read(reader, url)

            assert "score hidden" in page
            assert "points" not in page


def test_one_still_sees_what_one_voted_oneself(browse: Browse, new: Comment, bob: User) -> None:
    page = read(browse(bob), new.article.get_absolute_url())

    assert arrows(comment_on(page, new.pk)) == {"Vote up": ("false", "1"), "Vote down": ("true", "0")}


@pytest.mark.parametrize("kind", ["comment", "article"])
def test_the_answer_to_a_vote_tells_no_hidden_number(browse: Browse, new: Comment, mona: User, kind: str) -> None:
    thing = new if kind == "comment" else new.article

    answer = pressed(browse(mona), thing, 1, **HTMX).content.decode()

    assert text_of(answer) == "▲ score hidden ▼"
    assert arrows(answer)["Vote up"] == ("true", "0")


def test_a_fold_for_a_low_score_tells_no_hidden_number(client: Client, new: Comment) -> None:
    Comment.objects.update(score=-20)

    assert "<summary>Folded for its low score</summary>" in read(client, new.article.get_absolute_url())


@pytest.mark.parametrize(("minutes", "shown"), [(29, "score hidden"), (30, "-2 points"), (31, "-2 points")])
def test_after_half_an_hour_everybody_sees_it(client: Client, new: Comment, minutes: int, shown: str) -> None:
    published = Comment.objects.get().published_at
    assert published

    with time_machine.travel(published + timedelta(minutes=minutes), tick=False):
        page = read(client, f"/c/{new.pk}")

    assert f'<span class="score">{shown}</span>' in comment_on(page, new.pk)


def test_hiding_can_be_turned_off(client: Client, new: Comment, settings: Settings) -> None:
    settings.SCORE_HIDDEN_MINUTES = 0

    assert '<span class="score">-2 points</span>' in comment_on(read(client, f"/c/{new.pk}"), new.pk)


def test_hiding_leaves_the_order_alone(client: Client, new: Comment, alice: User) -> None:
    other = make_comment(on=new.article, by=alice)

    page = read(client, f"{new.article.get_absolute_url()}?order=best")

    assert page.index(f'id="c{other.pk}"') < page.index(f'id="c{new.pk}"')


def test_a_score_that_waits_for_the_tally_is_exact_for_who_votes(browse: Browse, old: Comment, bob: User) -> None:
    assert timezone.now() - LONG_AGO > timedelta(days=1)
    bobs = browse(bob)
    pressed(bobs, old, 1)
    assert "0 points" in comment_on(read(bobs, f"/c/{old.pk}"), old.pk)

    tally()

    assert "1 point" in comment_on(read(bobs, f"/c/{old.pk}"), old.pk)
