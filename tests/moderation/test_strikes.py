"""What counts against somebody, how long, and what it suggests."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation import acting
from moderation.restricting import STRIKES_LAST, lift, strikes_of, suggested
from tests.make import ArticleFactory, make_comment
from tests.moderation.cases import decided_by
from tests.moderation.people import DAY, Kind, newest, put_on

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


def test_what_stands_is_a_strike_until_it_expires(bob: User, mona: User) -> None:
    acting.remove(make_comment(by=bob), decided_by(mona))
    put_on(bob, Kind.WARN, by=mona)
    acting.take_down(ArticleFactory.create(author=bob), decided_by(mona))
    acting.remove(make_comment(), decided_by(mona))

    def counted(later: timedelta) -> int:
        return len(strikes_of(bob, now=timezone.now() + later))

    assert counted(timedelta()) == counted(STRIKES_LAST - DAY) == 3
    assert counted(STRIKES_LAST + DAY) == 0


def test_what_was_taken_back_is_no_strike(bob: User, mona: User) -> None:
    put_on(bob, Kind.BAN, by=mona)
    lift(newest(bob), decided_by(mona))
    comment, article = make_comment(by=bob), ArticleFactory.create(author=bob)
    acting.remove(comment, decided_by(mona))
    acting.restore(comment, decided_by(mona))
    acting.take_down(article, decided_by(mona))
    acting.put_back(article, decided_by(mona))

    assert strikes_of(bob, now=timezone.now()) == []


def test_removed_twice_is_one_strike(bob: User, mona: User) -> None:
    comment = make_comment(by=bob)
    for act in (acting.remove, acting.restore, acting.remove):
        act(comment, decided_by(mona))

    assert len(strikes_of(bob, now=timezone.now())) == 1


def test_the_ladder_suggests_and_does_nothing(browse: Browse, bob: User, mona: User) -> None:
    assert [suggested(strikes) for strikes in range(7)] == [*Kind, Kind.BAN, Kind.BAN]
    for _ in range(6):
        acting.remove(make_comment(by=bob), decided_by(mona))

    page = browse(mona).get("/u/bob/restrict").content.decode()

    assert "After 6 strikes the ladder suggests: ban." in page
    assert User.objects.get(pk=bob.pk).restrictions_in_force == []
