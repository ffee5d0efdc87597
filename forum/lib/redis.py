"""Redis, never trusted with truth and never waited for.

All of a process shares one breaker: after a failure nobody tries for BREAK seconds, then one caller does. A Redis that
hangs costs that one a time-out (settings.REDIS_TIMEOUT), and everybody else nothing.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import cache, partial

from django.conf import settings
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from kombu.exceptions import OperationalError
from redis import ConnectionError as RedisConnectionError
from redis import Redis, RedisError
from redis import TimeoutError as RedisTimeoutError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Seconds without another try after one that failed.
BREAK = 5.0
# Redis is away or hangs; kombu wraps what happens below it. Any other RedisError is an answer, and a quick one.
UNREACHABLE = (RedisConnectionError, RedisTimeoutError, OperationalError, OSError)
# Once, at once, and never after a time-out: what a restarted Redis leaves in the pool are closed connections.
RECONNECT = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))


class Breaker:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tripped = False
        self._next_try = 0.0

    def may_try(self) -> bool:
        """Whether to ask Redis. While it is away this is True once in BREAK seconds, for one caller."""
        with self._lock:
            if self._tripped and time.monotonic() < self._next_try:
                return False
            self._next_try = time.monotonic() + BREAK
            return True

    def trip(self, error: Exception) -> None:
        with self._lock:
            if not self._tripped:
                logger.warning("Redis does not answer (%s). Going on without it; asking every %d s.", error, BREAK)
            self._tripped = True
            self._next_try = time.monotonic() + BREAK

    def mend(self) -> None:
        with self._lock:
            if self._tripped:
                logger.warning("Redis answers again.")
            self._tripped = False


breaker = Breaker()


def ask[A, B](question: Callable[[], A], *, otherwise: B) -> A | B:
    """What Redis answers; `otherwise` when it fails, and at once while it is known to be away."""
    if not breaker.may_try():
        return otherwise
    try:
        answer: A | B = question()
    except UNREACHABLE as error:
        breaker.trip(error)
        return otherwise
    except RedisError as error:
        logger.warning("Redis refused: %s", error)
        answer = otherwise
    breaker.mend()
    return answer


@cache
def redis() -> Redis:
    """The process's client. Use it through `ask`."""
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=settings.REDIS_TIMEOUT,
        socket_connect_timeout=settings.REDIS_TIMEOUT,
        retry=RECONNECT,
    )


type Key = str | bytes | memoryview
type Expiry = int | timedelta


class JsonSerializer:
    """Django's own is pickle, which runs what it reads. Tuples come back as lists."""

    def dumps(self, value: object) -> int | str:
        # A bare number is what Redis can count up.
        return value if type(value) is int else json.dumps(value)

    def loads(self, text: bytes) -> object:
        answer: object = json.loads(text)
        return answer


class BoundedClient(RedisCacheClient):
    """Where Redis does not answer this does, as Django's DummyCache would: reads miss, writes are dropped."""

    def __init__(self, servers: list[str]) -> None:
        super().__init__(
            servers,
            serializer="forum.lib.redis.JsonSerializer",
            socket_timeout=settings.REDIS_TIMEOUT,
            socket_connect_timeout=settings.REDIS_TIMEOUT,
            retry=RECONNECT,
        )

    def get(self, key: Key, default: object) -> object:
        return ask(partial(super().get, key, default), otherwise=default)

    def get_many(self, keys: Iterable[Key]) -> dict[Key, object]:
        return ask(partial(super().get_many, keys), otherwise={})

    def has_key(self, key: Key) -> bool:
        return ask(partial(super().has_key, key), otherwise=False)

    def add(self, key: Key, value: object, timeout: Expiry | None) -> bool:
        # True, or whoever adds to a cache to take turns would wait for a turn that never comes.
        return ask(partial(super().add, key, value, timeout), otherwise=True)

    def set(self, key: Key, value: object, timeout: Expiry | None) -> None:
        ask(partial(super().set, key, value, timeout), otherwise=None)

    def set_many(self, data: Mapping[Key, object], timeout: Expiry) -> None:
        ask(partial(super().set_many, data, timeout), otherwise=None)

    def touch(self, key: Key, timeout: Expiry) -> bool:
        return ask(partial(super().touch, key, timeout), otherwise=False)

    def delete(self, key: Key) -> bool:
        return ask(partial(super().delete, key), otherwise=False)

    def delete_many(self, keys: Iterable[Key]) -> None:
        ask(partial(super().delete_many, keys), otherwise=None)

    def incr(self, key: Key, delta: int) -> int:
        count: int | None = ask(partial(super().incr, key, delta), otherwise=None)
        if count is None:
            raise ValueError(f"Key {key!r} not found.")
        return count

    def clear(self) -> bool:
        return ask(super().clear, otherwise=False)


class BoundedCache(RedisCache):
    def __init__(self, server: str | list[str], params: dict[str, object]) -> None:
        super().__init__(server, params)
        self._class = BoundedClient
