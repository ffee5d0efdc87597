"""What somebody watches and mutes, and what of it is nearest."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Tag
from forum.articles.submitting import submit_article
from forum.articles.writing import Written
from forum.comments.models import Comment
from forum.notifications.models import Wish
from forum.threads.attending import attend, stop_attending
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.forum.notifications.told import relay_all, told
from tests.make import ArticleFactory, make_comment

WATCH, MUTE = Attention.Level.WATCH, Attention.Level.MUTE


@pytest.fixture
def branch(alice: User, bob: User) -> list[Comment]:
    """Bob's thread under Alice's article on rivers, his reply to it, and a reply to that."""
    article = ArticleFactory.create(author=alice)
    article.tags.add(Tag.objects.create(slug="rivers", name="Rivers"))
    article.tags.add(Tag.objects.create(slug="rain", name="Rain"))
    comments = [make_comment(on=article, by=bob)]
    for _level in range(2):
        comments.append(make_comment(to=comments[-1], by=bob))
    relay_all()
    return comments


def node(sort: str, branch: Sequence[Comment]) -> Node:
    """ "c0" is the thread, "c1" its reply; "u" its author, "a" the article, "t0" and "t1" its tags."""
    match sort[0]:
        case "c":
            return Node("c", branch[int(sort[1:])].pk)
        case "u":
            return Node("u", branch[0].author_id)
        case "a":
            return Node("a", branch[0].article_id)
        case _:
            return Node("t", branch[0].article.tags.order_by("pk")[int(sort[1:])].pk)


def setting(branch: Sequence[Comment], person: User, settings: str) -> None:
    """ "+a -c1": watches the article, has muted the branch of the reply."""
    for word in settings.split():
        level = WATCH if word[0] == "+" else MUTE
        attend(node(word[1:], branch), level, person=person, at=timezone.now())


@pytest.mark.parametrize(
    ("settings", "is_told"),
    [
        ("", False),
        ("+a", True),
        ("+c0", True),
        ("+c1", True),
        ("+u", True),
        ("+t0", True),
        ("-a", False),
        # The nearer goes before.
        ("+a -c0", False),
        ("-a +c0", True),
        ("-c0 +c1", True),
        ("+c0 -c1", False),
        ("-a +u", False),
        ("+a -t0", True),
        ("-t0 +u", True),
        # A muted person is muted everywhere; of two tags a muted one is enough.
        ("+c2 +a -u", False),
        ("+t0 -t1", False),
    ],
)
def test_nearest_setting_wins(branch: list[Comment], carol: User, settings: str, is_told: bool) -> None:
    setting(branch, carol, settings)

    reply = make_comment(to=branch[2], by=branch[2].author)
    relay_all()

    assert told(carol) == ([("watched", reply.pk)] if is_told else [])


@pytest.mark.parametrize("settings", ["-c0", "-c1", "-a", "-t1"])
def test_mute_stops_replies_and_mentions_and_nothing_that_stands_elsewhere(
    branch: list[Comment], bob: User, carol: User, settings: str
) -> None:
    setting(branch, bob, settings)
    elsewhere = make_comment(by=bob)

    make_comment(to=branch[2], by=carol, text="@bob")
    other = make_comment(to=elsewhere, by=carol)
    relay_all()

    assert told(bob) == [("reply", other.pk)]


def test_muted_person_tells_nothing_anywhere(branch: list[Comment], bob: User, carol: User, mona: User) -> None:
    attend(Node("u", carol.pk), MUTE, person=bob, at=timezone.now())

    make_comment(to=branch[2], by=carol, text="@bob")
    make_comment(by=carol, text="@bob")
    reply = make_comment(to=make_comment(to=branch[0], by=carol), by=mona, text="@bob")
    relay_all()

    assert told(bob) == [("mention", reply.pk)]


def test_mute_that_has_expired_spares_nobody(branch: list[Comment], bob: User, carol: User) -> None:
    now = timezone.now()
    attend(node("a", branch), MUTE, person=bob, at=now, until=now + timedelta(days=1))

    with time_machine.travel(now + timedelta(hours=23)):
        make_comment(to=branch[0], by=carol)
        relay_all()
    with time_machine.travel(now + timedelta(hours=25)):
        after = make_comment(to=branch[0], by=carol)
        relay_all()

    assert told(bob) == [("reply", after.pk)]


def test_setting_replaces_the_one_before_and_can_be_taken_off(branch: list[Comment], carol: User) -> None:
    setting(branch, carol, "-a")
    setting(branch, carol, "+a")
    first = make_comment(to=branch[0], by=branch[0].author)
    relay_all()

    assert stop_attending(node("a", branch), person=carol)
    assert not stop_attending(node("a", branch), person=carol)
    make_comment(to=branch[0], by=branch[0].author)
    relay_all()

    assert told(carol) == [("watched", first.pk)]


def test_article_is_told_to_those_who_watch_its_author_or_tag(alice: User, bob: User, carol: User) -> None:
    tag = Tag.objects.create(slug="rivers", name="Rivers")
    attend(Node("u", alice.pk), WATCH, person=bob, at=timezone.now())
    attend(Node("t", tag.pk), WATCH, person=carol, at=timezone.now())
    attend(Node("t", tag.pk), WATCH, person=alice, at=timezone.now())

    words = Written("The river rises", "", "", None, "", "", "Says @bob.", (tag,))
    article = submit_article(words, author=alice, form_key=uuid4()).article
    relay_all()

    assert told(bob) == [("mention", article.pk)]
    assert told(carol) == [("watched", article.pk)]
    assert told(alice) == []


def test_nothing_is_told_of_a_kind_that_one_does_not_want(branch: list[Comment], bob: User, carol: User) -> None:
    for kind in ("reply", "watched"):
        Wish.objects.create(person=bob, kind=kind, in_inbox=False)
    setting(branch, bob, "+a")

    make_comment(to=branch[0], by=carol)
    named = make_comment(to=branch[0], by=carol, text="@bob")
    relay_all()

    assert told(bob) == [("mention", named.pk)]


def test_of_several_reasons_one_is_told(branch: list[Comment], bob: User, carol: User) -> None:
    setting(branch, bob, "+a +c0 +t0 +t1")
    attend(Node("u", carol.pk), WATCH, person=bob, at=timezone.now())

    reply = make_comment(to=branch[0], by=carol, text="@bob")
    relay_all()

    assert told(bob) == [("reply", reply.pk)]
