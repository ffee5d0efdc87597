"""The streams that are open, and which of them hear what."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping

# Pages that hear of the same change ask for it no faster than so many a second, together: each is told how long it may
# take, and takes a part of that by chance.
ASKING_PER_SECOND = 100


class Full(Exception):
    """Somebody has as many streams as they may have, or everybody has."""


class Stream:
    """One page that is open. What it was not told yet is a set: however slow it reads, it waits for little."""

    def __init__(self, topics: frozenset[str], owners: Mapping[str, int]) -> None:
        self.topics = topics
        # Whose it is, and how many streams each of these may have.
        self.owners = owners
        self.is_over = False
        self._waiting: set[str] = set()
        self._woken = asyncio.Event()

    def tell(self, topic: str) -> None:
        self._waiting.add(topic)
        self._woken.set()

    def end(self) -> None:
        self.is_over = True
        self._woken.set()

    async def news(self, *, within: float) -> set[str]:
        """What it was told since; nothing where that took longer."""
        try:
            async with asyncio.timeout(within):
                await self._woken.wait()
        except TimeoutError:
            return set()
        self._woken.clear()
        news, self._waiting = self._waiting, set()
        return news


class Hub:
    def __init__(self, *, most: int) -> None:
        self.most = most
        # Whether wakes arrive: without that a stream is worth nothing, and its page is told to ask by itself.
        self.hears = False
        self._streams: set[Stream] = set()
        self._by_topic: defaultdict[str, set[Stream]] = defaultdict(set)
        self._by_owner: defaultdict[str, set[Stream]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._streams)

    def add(self, stream: Stream) -> None:
        """Raises Full."""
        is_one_too_many = any(len(self._by_owner.get(owner, ())) >= most for owner, most in stream.owners.items())
        if is_one_too_many or len(self._streams) >= self.most:
            raise Full
        self._streams.add(stream)
        for topic in stream.topics:
            self._by_topic[topic].add(stream)
        for owner in stream.owners:
            self._by_owner[owner].add(stream)

    def remove(self, stream: Stream) -> None:
        self._streams.discard(stream)
        for streams, names in ((self._by_topic, stream.topics), (self._by_owner, stream.owners)):
            for name in names:
                streams[name].discard(stream)
                if not streams[name]:
                    del streams[name]

    def wake(self, topics: Iterable[str]) -> None:
        for topic in topics:
            for stream in self._by_topic.get(topic, ()):
                stream.tell(topic)

    def note_hearing(self, hears: bool) -> None:
        """Whether wakes arrive from here on; every page is told where that changed."""
        if hears != self.hears:
            self.hears = hears
            for stream in self._streams:
                stream.tell("back" if hears else "away")

    def spread(self, topic: str) -> int:
        """Milliseconds over which the pages that hear of a topic spread their asking."""
        return len(self._by_topic.get(topic, ())) * 1000 // ASKING_PER_SECOND
