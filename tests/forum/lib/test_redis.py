import threading
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from django.core.cache.backends.base import BaseCache

from forum.lib import redis as bounded
from forum.lib.redis import BoundedCache, ask, breaker
from tests.faults.valkey import Valkey

# Well below the time-out of 0.1 s: an answer without asking.
AT_ONCE = 0.05


@pytest.fixture(scope="module")
def shared_valkey() -> Iterator[Valkey]:
    server = Valkey()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def valkey(shared_valkey: Valkey) -> Iterator[Valkey]:
    """Up, empty and not given up on."""
    breaker.mend()
    shared_valkey.flush()
    yield shared_valkey
    if shared_valkey.process is None:
        shared_valkey.start()
    shared_valkey.resume()
    breaker.mend()


@pytest.fixture
def cache(valkey: Valkey) -> Iterator[BaseCache]:
    cache = BoundedCache(valkey.url, {})
    yield cache
    cache._cache.get_client(write=True).connection_pool.disconnect()


@pytest.fixture
def short_break(monkeypatch: pytest.MonkeyPatch) -> float:
    monkeypatch.setattr(bounded, "BREAK", 0.5)
    return 0.5


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def stop(valkey: Valkey) -> None:
    valkey.stop()


def hang(valkey: Valkey) -> None:
    valkey.hang()


def test_cache_gives_back_what_it_was_given(cache: BaseCache) -> None:
    cache.set("words", {"a": [1, None, True, "ü"]})
    cache.set_many({"one": 1, "two": "2"})

    assert cache.get("words") == {"a": [1, None, True, "ü"]}
    assert cache.get_many(["one", "two", "three"]) == {"one": 1, "two": "2"}
    assert cache.has_key("one")
    assert cache.touch("one", 60)
    assert cache.delete("one")
    cache.delete_many(["two"])
    assert cache.get_many(["one", "two"]) == {}
    cache.clear()
    assert cache.get("words", "gone") == "gone"


def test_cache_counts_and_adds_as_others_do(cache: BaseCache) -> None:
    assert cache.add("tries", 1)
    assert not cache.add("tries", 5)
    assert cache.incr("tries", 2) == 3
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")


def test_cache_never_pickles(cache: BaseCache, valkey: Valkey) -> None:
    cache.set("key", ["text"])

    with redis.Redis.from_url(valkey.url) as client:
        assert client.get(cache.make_key("key")) == b'["text"]'


@pytest.mark.parametrize("fault", [stop, hang])
def test_without_redis_reads_miss_and_writes_are_dropped(
    fault: Callable[[Valkey], None], cache: BaseCache, valkey: Valkey
) -> None:
    cache.set("key", "value")
    fault(valkey)

    assert cache.get("key", "missed") == "missed"
    assert cache.get_many(["key"]) == {}
    assert not cache.has_key("key")
    assert not cache.touch("key")
    assert not cache.delete("key")
    cache.clear()
    assert cache.add("turn", 1)
    cache.set("key", "dropped")
    cache.set_many({"key": "dropped"})
    cache.delete_many(["key"])
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")


@pytest.mark.parametrize("fault", [stop, hang])
def test_without_redis_only_the_first_waits(fault: Callable[[Valkey], None], cache: BaseCache, valkey: Valkey) -> None:
    cache.set("key", "value")
    fault(valkey)

    first = seconds_of(lambda: cache.get("key"))
    others = [seconds_of(lambda: cache.get("key")) for _ in range(200)]

    assert first < 0.5
    assert sum(others) < AT_ONCE * 2


def test_of_many_at_once_one_asks_whether_redis_is_back(cache: BaseCache, valkey: Valkey, short_break: float) -> None:
    valkey.hang()
    cache.get("key")
    time.sleep(short_break)
    barrier = threading.Barrier(10)
    seconds: list[float] = []

    def read() -> None:
        barrier.wait(10)
        seconds.append(seconds_of(lambda: cache.get("key")))

    threads = [threading.Thread(target=read) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seconds) == 10
    assert sum(second > AT_ONCE for second in seconds) == 1


def test_redis_that_is_back_is_used_again(cache: BaseCache, valkey: Valkey, short_break: float) -> None:
    cache.set("key", "value")
    valkey.hang()
    assert cache.get("key") is None
    valkey.resume()
    time.sleep(short_break)

    assert cache.get("key") == "value"
    assert cache.get("key") == "value"


def test_restarted_redis_is_used_at_once(cache: BaseCache, valkey: Valkey) -> None:
    cache.set("key", "value")
    valkey.stop()
    valkey.start()

    cache.set("key", "anew")

    assert cache.get("key") == "anew"


def test_full_redis_drops_writes_and_is_still_read(cache: BaseCache, valkey: Valkey) -> None:
    cache.set("key", "value")
    with redis.Redis.from_url(valkey.url) as client:
        client.config_set("maxmemory", "1")
        try:
            cache.set("other", "dropped")
            assert cache.get("key") == "value"
        finally:
            client.config_set("maxmemory", "0")

    assert cache.get("other") is None


def test_error_of_the_question_itself_is_not_redis_being_away(valkey: Valkey) -> None:
    def ask_nonsense() -> None:
        raise ValueError("nonsense")

    with pytest.raises(ValueError, match="nonsense"):
        ask(ask_nonsense, otherwise=None)

    assert breaker.may_try()
