"""Which stream hears what, and that each costs no more than it may."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.live.hub import Full, Hub, Stream


def stream(*topics: str, owner: str = "person 1", most: int = 2) -> Stream:
    return Stream(frozenset(topics), {owner: most})


def test_of_much_that_a_slow_reader_missed_each_thing_is_said_once() -> None:
    hub, slow = Hub(most=5), stream("a1", "p1")
    hub.add(slow)

    for _ in range(1000):
        hub.wake(["a1", "p1", "a2"])

    # In a thread: that of the browser's tests has a loop already.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asyncio.run, twice(slow)).result() == [{"a1", "p1"}, set()]


async def twice(reader: Stream) -> list[set[str]]:
    return [await reader.news(within=1), await reader.news(within=0.01)]


def test_past_its_bounds_nobody_gets_a_stream_and_one_that_ends_makes_room() -> None:
    hub = Hub(most=3)
    first, second = stream("a1"), stream("a1")
    for each in (first, second):
        hub.add(each)

    with pytest.raises(Full):
        hub.add(stream("a1"))
    hub.add(stream("a1", owner="person 2"))
    with pytest.raises(Full):
        hub.add(stream("a1", owner="person 3"))
    hub.remove(first)
    hub.add(stream("a1"))

    assert len(hub) == 3


def test_the_more_hear_of_a_thing_the_longer_they_take_to_ask() -> None:
    hub = Hub(most=1000)
    for number in range(500):
        hub.add(stream("a1", owner=f"person {number}"))

    assert hub.spread("a1") == 5000
    assert hub.spread("a2") == 0
