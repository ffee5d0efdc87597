"""What each restriction keeps its person from, at every door, until it ends; and what it does not."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.articles.submitting import submit_article
from forum.articles.writing import Refused as ArticleRefused
from forum.comments.editing import edit_comment, version_of
from forum.comments.models import Comment, CommentBody
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from moderation.reporting import CannotReport, report
from tests.forum.articles.sheets import written
from tests.make import ArticleFactory, make_comment
from tests.moderation.cases import notice_of
from tests.moderation.doors import (
    WORDS,
    Do,
    delete,
    draft,
    edit,
    post,
    published_of,
    read,
    reply,
    submit,
    vote,
    vote_on_article,
)
from tests.moderation.people import DAY, Kind, put_on

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


# What comes of each act: the status, and what others see of it. The second of two posts is what slow mode refuses.
WARNED, GONE, TAKEN = (409, ""), (403, ""), 303
TABLE: dict[str, tuple[Do, dict[str, tuple[int, str]]]] = {
    "post": (post, {"warn": WARNED, "slow": (429, ""), "premoderate": (303, "held"), "suspend": GONE, "ban": GONE}),
    "reply": (reply, {"warn": WARNED, "slow": (429, ""), "premoderate": (303, "held"), "suspend": GONE, "ban": GONE}),
    "edit": (
        edit,
        {"warn": WARNED, "slow": (303, "comments"), "premoderate": (303, "held"), "suspend": GONE, "ban": GONE},
    ),
    "vote": (
        vote,
        {"warn": (303, "votes"), "slow": (303, "votes"), "premoderate": (303, "votes"), "suspend": GONE, "ban": GONE},
    ),
    "vote on an article": (
        vote_on_article,
        {"warn": (303, "votes"), "slow": (303, "votes"), "premoderate": (303, "votes"), "suspend": GONE, "ban": GONE},
    ),
    "submit": (
        submit,
        {
            "warn": WARNED,
            "slow": (429, "drafts"),
            "premoderate": (303, "waiting"),
            "suspend": (422, "drafts"),
            "ban": (422, "drafts"),
        },
    ),
    "draft": (draft, dict.fromkeys(Kind.values, (303, "drafts"))),
    "read": (read, dict.fromkeys(Kind.values, (200, ""))),
    "delete": (delete, dict.fromkeys(Kind.values, (303, ""))),
}


@pytest.fixture
def old_comment(bob: User) -> Comment:
    """Written long before, and so no post that slow mode counts."""
    with time_machine.travel(timezone.now() - timedelta(days=200)):
        return make_comment(by=bob, text="Long ago.")


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("name", TABLE)
def test_what_a_restriction_lets_its_person_do(
    name: str, kind: str, browse: Browse, bob: User, mona: User, old_comment: Comment
) -> None:
    do, outcomes = TABLE[name]
    status, seen = outcomes[kind]
    if kind == Kind.SLOW and status == 429:
        # The one post that they have.
        make_comment(by=bob)
        submit_article(written(), author=bob, form_key=uuid4())
    before = published_of(bob)
    put_on(bob, kind, by=mona)

    answer = do(browse(bob), bob)

    assert answer.status_code == status
    changed = {name for name, count in published_of(bob).items() if count != before[name]}
    assert changed == ({seen} if seen else set())


REFUSED = [(do, kind) for do in (post, reply, edit, submit) for kind in (Kind.WARN, Kind.SUSPEND, Kind.BAN)]


@pytest.mark.parametrize(("do", "kind"), [*REFUSED, (post, Kind.SLOW), (reply, Kind.SLOW), (submit, Kind.SLOW)])
def test_what_was_typed_comes_back_with_what_it_was_refused_for(
    do: Do, kind: str, browse: Browse, bob: User, mona: User, old_comment: Comment
) -> None:
    make_comment(by=bob)
    submit_article(written(), author=bob, form_key=uuid4())
    entry = put_on(bob, kind, by=mona)

    page = do(browse(bob), bob).content.decode()  # type: ignore[attr-defined]

    assert [words for words in (WORDS, entry.rule_title, "/settings/restrictions") if words not in page] == []


@pytest.mark.parametrize("kind", [Kind.SUSPEND, Kind.PREMODERATE, Kind.SLOW])
def test_it_ends_by_itself(kind: str, browse: Browse, bob: User, mona: User) -> None:
    make_comment(by=bob)
    put_on(bob, kind, by=mona, lasting=DAY)

    with time_machine.travel(timezone.now() + DAY - timedelta(seconds=5)):
        assert "restricts you" in browse(bob).get("/").content.decode()
    with time_machine.travel(timezone.now() + DAY + timedelta(seconds=1)):
        assert post(browse(bob), bob).status_code == 303
        assert "restricts you" not in browse(bob).get("/").content.decode()

    assert Comment.objects.published().filter(author=bob, body__text=WORDS).count() == 1


def test_slow_mode_says_when_the_next_post_goes(browse: Browse, bob: User, mona: User) -> None:
    start = timezone.now()
    put_on(bob, Kind.SLOW, by=mona)
    with time_machine.travel(start, tick=False):
        assert post(browse(bob), bob).status_code == 303
    with time_machine.travel(start + timedelta(minutes=4), tick=False):
        answer = post(browse(bob), bob)
    with time_machine.travel(start + timedelta(minutes=10), tick=False):
        assert post(browse(bob), bob).status_code == 303

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "360")


def test_slow_mode_of_a_moderator_holds_too(browse: Browse, mona: User, ada: User) -> None:
    put_on(mona, Kind.SLOW, by=ada)

    answers = [post(browse(mona), mona) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 429]


def test_a_restricted_article_that_is_too_soon_says_when(browse: Browse, bob: User, mona: User) -> None:
    submit_article(written(), author=bob, form_key=uuid4())
    put_on(bob, Kind.SLOW, by=mona)

    assert 0 < int(submit(browse(bob), bob).headers["Retry-After"]) <= 600


@pytest.mark.parametrize("kind", Kind.values)
def test_reporting(kind: str, bob: User, mona: User) -> None:
    put_on(bob, kind, by=mona)
    comment, reporter = make_comment(), User.objects.get(pk=bob.pk)

    if kind in (Kind.SUSPEND, Kind.BAN):
        with pytest.raises(CannotReport, match=r"suspended|banned"):
            report(comment, notice_of(reporter))
    else:
        assert report(comment, notice_of(reporter)).reporter == reporter


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [Kind.WARN, Kind.PREMODERATE, Kind.SUSPEND, Kind.BAN])
def test_no_verb_publishes_what_its_caller_forgot_to_ask_about(kind: str, bob: User, mona: User) -> None:
    """Called with somebody as they were before."""
    mine = make_comment(by=bob, text="Before.")
    as_they_were = User.objects.get(pk=bob.pk)
    assert as_they_were.restrictions_in_force == []
    put_on(bob, kind, by=mona)
    article = ArticleFactory.create()

    doors: dict[str, Callable[[], object]] = {
        "post": lambda: post_comment(article, author=as_they_were, text=WORDS, form_key=uuid4()),
        "edit": lambda: edit_comment(mine, by=as_they_were, text=WORDS, version=version_of("Before.")),
        "submit": lambda: submit_article(written(text=WORDS), author=as_they_were, form_key=uuid4()),
    }
    for door in doors.values():
        if kind == Kind.PREMODERATE:
            door()
        else:
            with pytest.raises((Refused, ArticleRefused)):
                door()

    assert not Comment.objects.published().filter(body__text=WORDS).exists()
    assert not Article.objects.listed().filter(text=WORDS).exists()
    assert CommentBody.objects.filter(text=WORDS).exists() == (kind == Kind.PREMODERATE)


def test_buttons_follow(browse: Browse, bob: User, mona: User) -> None:
    comment = make_comment(by=bob)
    other = make_comment(on=comment.article)
    address = comment.article.get_absolute_url()
    signs = ("data-composer", f"/c/{comment.pk}/edit", f"/c/{other.pk}/reply", f"/c/{other.pk}/vote")
    before = browse(bob).get(address).content.decode()
    entry = put_on(bob, Kind.SUSPEND, by=mona)

    after = browse(bob).get(address).content.decode()

    assert [sign for sign in signs if sign not in before] == []
    assert [sign for sign in signs if sign in after] == []
    assert "You are suspended" in after
    assert entry.rule_title in after


def test_the_sheet_of_an_article_says_so_before_anything_is_typed(browse: Browse, bob: User, mona: User) -> None:
    entry = put_on(bob, Kind.SUSPEND, by=mona)

    answer = browse(bob).get("/submit")

    assert answer.status_code == 200
    assert "You are suspended" in answer.content.decode()
    assert entry.rule_title in answer.content.decode()


def test_others_see_nothing_of_it(browse: Browse, client: Client, bob: User, carol: User, mona: User) -> None:
    comment = make_comment(by=bob)
    put_on(bob, Kind.BAN, by=mona, note="A word to Bob alone.")

    for reader in (client, browse(carol)):
        for address in (comment.article.get_absolute_url(), "/u/bob", f"/c/{comment.pk}"):
            page = reader.get(address).content.decode()
            assert "banned" not in page
            assert "A word to Bob alone." not in page
            assert "restricts you" not in page


def test_a_banned_person_logs_in_and_reads_why(client: Client, bob: User, mona: User) -> None:
    put_on(bob, Kind.BAN, by=mona, note="A word to Bob alone.")

    client.post("/accounts/login/", {"login": "bob", "password": "bob's own"})

    page = client.get("/settings/restrictions").content.decode()
    assert "A word to Bob alone." in page
    assert "until it is lifted" in page
