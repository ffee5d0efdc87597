"""Telling many: each once, in batches, from where it stood when somebody ended it."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from forum.events.models import Delivery
from forum.notifications import fanning, receivers
from forum.notifications.models import FanOut, Notification
from tests.forum.notifications.told import relay_all, told_of, watched_by
from tests.make import make_comment
from tests.sizes import at_full_size
from tests.together import at_once

CROWD = 25
BATCH = 10


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanning, "BATCH", BATCH)


@pytest.fixture
def comment(db: None) -> Comment:
    return watched_by(CROWD)


def test_all_who_watch_are_told_once(comment: Comment) -> None:
    relay_all()

    assert len(told_of(comment)) == len(set(told_of(comment))) == CROWD
    assert not FanOut.objects.exists()


def test_one_try_tells_for_so_long_and_leaves_the_rest_to_the_next(comment: Comment) -> None:
    begin(comment)
    fan_out = FanOut.objects.get()

    fanning.go_on(fan_out.pk, for_seconds=0)

    assert len(told_of(comment)) == BATCH
    assert Delivery.objects.filter(event="fan_out_begun", ids={"fan_out_id": fan_out.pk}).count() == 2
    relay_all()
    assert len(told_of(comment)) == CROWD


def test_one_that_is_killed_in_a_batch_goes_on_where_it_stood(comment: Comment) -> None:
    begin(comment)
    fan_out = FanOut.objects.get()
    fanning.go_on(fan_out.pk, for_seconds=0)

    with connection.execute_wrapper(partial(die_at, "UPDATE")), pytest.raises(Killed):
        fanning.go_on(fan_out.pk)

    assert len(told_of(comment)) == BATCH
    fanning.go_on(fan_out.pk)
    assert sorted(told_of(comment)) == sorted(set(told_of(comment)))
    assert len(told_of(comment)) == CROWD


def test_what_is_removed_meanwhile_is_told_no_further(comment: Comment) -> None:
    begin(comment)
    fanning.go_on(FanOut.objects.get().pk, for_seconds=0)

    Comment.objects.filter(pk=comment.pk).update(removed_at=timezone.now())
    relay_all()

    assert len(told_of(comment)) == BATCH
    assert not FanOut.objects.exists()


def test_a_batch_takes_as_many_statements_whatever_its_size(comment: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(comment)
    fan_out = FanOut.objects.get()
    fanning.tell_next(fan_out.pk, ends=0)

    large = statements(lambda: fanning.tell_next(fan_out.pk, ends=0))
    monkeypatch.setattr(fanning, "BATCH", BATCH // 2)
    small = statements(lambda: fanning.tell_next(fan_out.pk, ends=0))

    assert small == large < 20


def test_nobody_watches_and_nothing_is_begun(alice: User) -> None:
    make_comment(by=alice)

    relay_all()

    assert not FanOut.objects.exists()


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_three_at_once_tell_each_once() -> None:
    comment = watched_by(at_full_size(60, 600))
    make_comment(to=comment)

    at_once([lambda: receivers.tell_of_published(comment_id=comment.pk)] * 3)
    fan_out = FanOut.objects.get()
    at_once([lambda: fanning.go_on(fan_out.pk)] * 3)
    relay_all()

    assert len(told_of(comment)) == len(set(told_of(comment))) == at_full_size(60, 600)
    assert Notification.objects.filter(comment=comment, kind="comment").count() == 1


# -- Help -------------------------------------------------------------------------------------------------------------


class Killed(Exception):
    pass


def die_at(word: str, execute: Callable[..., object], sql: str, *rest: object) -> object:
    if sql.startswith(word):
        raise Killed
    return execute(sql, *rest)


def begin(comment: Comment) -> None:
    Delivery.objects.all().delete()
    receivers.tell_of_published(comment_id=comment.pk)


def statements(act: Callable[[], object]) -> int:
    counted: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        counted.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        act()
    return len(counted)
