"""The live service: what its streams tell whom, and what becomes of them when it or Redis goes away."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.models import Restriction, User
from accounts.restricting import Terms, restrict_person
from forum.articles.models import Article
from forum.comments.holding import hold_comment
from forum.events.waking import wake_now
from forum.lib.redis import breaker, redis
from forum.live.readers import MOST_OF_A_PERSON
from tests.faults.processes import eventually
from tests.faults.streams import Reader, cookie_of, free_port, live_service
from tests.faults.valkey import Valkey
from tests.make import ArticleFactory, make_comment

pytestmark = [pytest.mark.needs_postgres, pytest.mark.django_db(transaction=True)]

type Open = Callable[..., Reader]


@pytest.fixture
def announced_in(valkey: Valkey) -> Iterator[str]:
    """The Redis that this process announces in."""
    redis.cache_clear()
    breaker.mend()
    with override_settings(REDIS_URL=valkey.url):
        yield valkey.url
    redis.cache_clear()
    breaker.mend()


@pytest.fixture
def port(announced_in: str, tmp_path: Path) -> Iterator[int]:
    """Where the service listens."""
    port = free_port()
    with live_service(announced_in, tmp_path / "live.log", port=port):
        yield port


@pytest.fixture
def opened(port: int) -> Iterator[Open]:
    """`opened("?a=7", by=bob)`: a stream that hears."""

    def open_one(query: str = "", *, by: User | None = None, **headers: str) -> Reader:
        cookies = {"Cookie": cookie_of(by)} if by else {}
        reader = readers.enter_context(Reader(port, f"/live/stream{query}", **cookies, **headers))
        if reader.status == 200:
            first = reader.next()
            assert first == "back" or reader.hears("back", within=10), first
        return reader

    with ExitStack() as readers:
        yield open_one


@pytest.fixture
def article(transactional_db: None, alice: User) -> Article:
    return ArticleFactory.create(author=alice)


def test_everybody_hears_what_is_theirs_to_know_and_no_word_of_it(
    opened: Open, article: Article, alice: User, bob: User, mona: User
) -> None:
    topic = f"?a={article.pk}"
    passing_by, author, moderator = opened(topic), opened(topic, by=alice), opened(by=mona)

    comment = make_comment(on=article, by=bob, text="a canary")
    assert passing_by.hears(f"a{article.pk}")
    assert author.hears(f"a{article.pk}")
    wake_now((f"p{alice.pk}", "queue"))

    assert author.hears(f"p{alice.pk}")
    assert moderator.hears("queue")
    assert passing_by.next(within=1) is None
    # Held, it is gone from the page; what waits before it was ever seen is not talked of.
    hold_comment(comment, at=timezone.now())
    assert passing_by.hears(f"a{article.pk}")


def test_of_what_one_may_not_know_nothing_is_heard(
    opened: Open, article: Article, bob: User, alice: User, mona: User
) -> None:
    waiting = ArticleFactory.create(author=alice, published_at=None)
    restrict_person(alice, Terms(kind=Restriction.Kind.BAN), by=mona, at=timezone.now())
    stranger, suspended = opened(f"?a={waiting.pk}", by=bob), opened(f"?a={article.pk}", by=alice)

    wake_now((f"a{waiting.pk}", f"p{alice.pk}", "queue", f"a{article.pk}"))

    assert suspended.hears(f"a{article.pk}")
    assert suspended.next(within=1) is None
    assert stranger.next(within=0.5) is None


def test_only_our_own_pages_open_streams_and_each_person_so_many(opened: Open, bob: User) -> None:
    refused = [
        opened(Origin="https://elsewhere.example"),
        opened(**{"Sec-Fetch-Site": "cross-site"}),
        opened(**{"Sec-Fetch-Site": "same-site"}),
    ]
    kept = [opened(by=bob) for _ in range(MOST_OF_A_PERSON)]
    one_too_many = opened(by=bob)

    kept.pop().close()

    assert [reader.status for reader in refused] == [403, 403, 403]
    assert one_too_many.status == 429
    assert eventually(lambda: opened(by=bob).status == 200, within=10)


def test_a_session_that_ended_opens_no_stream_of_its_person(opened: Open, bob: User) -> None:
    cookie = cookie_of(bob)
    User.objects.filter(pk=bob.pk).update(logged_out_at=timezone.now())
    reader = opened(Cookie=cookie)

    wake_now((f"p{bob.pk}",))

    assert reader.next(within=1) is None


def test_killed_and_begun_again_it_serves_those_who_come_back(
    announced_in: str, article: Article, tmp_path: Path
) -> None:
    port, path = free_port(), f"/live/stream?a={article.pk}"

    with live_service(announced_in, tmp_path / "first.log", port=port) as process, Reader(port, path) as reader:
        os.killpg(process, signal.SIGKILL)
        assert eventually(lambda: reader.next(within=1) == "", within=10)
    with live_service(announced_in, tmp_path / "second.log", port=port), Reader(port, path) as reader:
        assert eventually(lambda: reader.hears("back", within=1), within=10)
        wake_now((f"a{article.pk}",))
        assert reader.hears(f"a{article.pk}")


def test_while_redis_hangs_or_is_away_pages_are_told_so_and_then_that_it_is_back(
    opened: Open, valkey: Valkey, article: Article
) -> None:
    reader, topic = opened(f"?a={article.pk}"), f"a{article.pk}"
    valkey.flush()
    wake_now((topic,))
    assert reader.hears(topic)

    valkey.hang()
    assert reader.hears("away", within=15)
    begun = time.monotonic()
    make_comment(on=article)
    assert time.monotonic() - begun < 5
    valkey.resume()
    assert reader.hears("back", within=15)
    valkey.stop()
    assert reader.hears("away", within=15)
    valkey.start()
    assert reader.hears("back", within=15)

    def is_heard() -> bool:
        wake_now((topic,))
        return reader.hears(topic, within=1)

    # The breaker of this process may still be open.
    assert eventually(is_heard, within=15)
