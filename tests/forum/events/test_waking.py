"""What open pages hear of: that something changed, after it did, and of what readers do not see nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.events.waking import discussion, known_version_of, version_of, wake
from forum.lib.redis import breaker, redis
from forum.votes.casting import cast_vote
from forum.votes.tallying import tally
from tests.make import make_comment

pytestmark = pytest.mark.django_db


def is_woken(committed: list[Callable[[], Any]], article: int) -> bool:
    """Whether what follows the commit changes the article's version; it is looked up first."""
    before = version_of(article)
    for follow in committed:
        follow()
    return known_version_of(article) != before


@pytest.fixture
def comment(carol: User) -> Comment:
    return make_comment(by=carol)


def test_what_readers_see_change_wakes_them(
    comment: Comment, bob: User, mona: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    reply = make_comment(to=comment)
    now = timezone.now()
    acts: list[Callable[[], object]] = [
        lambda: make_comment(to=comment),
        lambda: hold_comment(reply, at=now),
        lambda: release_comment(reply, at=now),
        lambda: remove_comment(reply, by=mona, at=now),
        lambda: cast_vote(comment, voter=bob, value=1) and tally(),
    ]
    for act in acts:
        with django_capture_on_commit_callbacks() as committed:
            act()
        assert is_woken(committed, comment.article_id), acts.index(act)


def test_what_readers_never_saw_wakes_nobody(
    comment: Comment, mona: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    held = make_comment(to=comment)
    hold_comment(held, at=timezone.now())
    Comment.objects.filter(pk=held.pk).update(published_at=None)

    with django_capture_on_commit_callbacks() as committed:
        remove_comment(held, by=mona, at=timezone.now())
        delete_comment(held, at=timezone.now())

    assert not is_woken(committed, comment.article_id)


@pytest.mark.django_db(transaction=True)
def test_a_wake_waits_for_the_commit_and_is_gone_with_a_rollback() -> None:
    before = version_of(7)

    with transaction.atomic():
        wake(discussion(7))
        transaction.set_rollback(True)
    assert known_version_of(7) == before
    with transaction.atomic():
        wake(discussion(7))
        assert known_version_of(7) == before

    assert known_version_of(7) != before


@pytest.fixture
def away() -> Iterator[None]:
    """Nothing listens where Redis is said to be."""
    redis.cache_clear()
    breaker.mend()
    with override_settings(REDIS_URL="redis://127.0.0.1:1"):
        yield
    redis.cache_clear()
    breaker.mend()


@pytest.mark.django_db(transaction=True)
def test_without_redis_nothing_fails_and_nobody_waits(away: None) -> None:
    begun = timezone.now()

    for _ in range(20):
        wake(discussion(7))

    assert timezone.now() - begun < timedelta(seconds=2)
