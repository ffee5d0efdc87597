"""Counting what leaves nothing to count."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.lib.ratelimit import spend
from tests.forum.comments.composers import Browse
from tests.make import make_comment

# The beginning of a minute, so that the window is the minute.
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_a_minute(settings: Settings) -> None:
    settings.RATES = {"write": (3, 60)}


def test_one_too_many_waits_for_the_next_window() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert [spend("write", who=1) for _ in range(3)] == [0, 0, 0]
        clock.shift(20)
        assert spend("write", who=1) == 40
        clock.shift(40)
        assert spend("write", who=1) == 0


def test_it_is_counted_by_person() -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(4):
            spend("write", who=1)

        assert spend("write", who=2) == 0


def test_without_a_cache_nothing_is_limited(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert cache.get("anything") is None
    assert [spend("write", who=1) for _ in range(10)] == [0] * 10


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["reply", "edit", "preview", "post"])
def test_whatever_a_composer_sends_is_limited(address: str, browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob)
    url = {"preview": "/preview", "post": f"/a/{comment.article_id}/comments/new"}.get(
        address, f"/c/{comment.pk}/{address}"
    )
    bobs = browse(bob)

    with time_machine.travel(NOON, tick=False):
        answers = [bobs.post(url, {"text": "", "preview": "1"}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert answers[-1]["Retry-After"] == "60"


@pytest.mark.django_db
def test_opening_a_composer_is_not_limited(browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob)
    bobs = browse(bob)

    assert {bobs.get(f"/c/{comment.pk}/reply").status_code for _ in range(5)} == {200}
