"""The live service: an ASGI application that keeps streams open and says which topics changed.

It is a process of its own, since a stream that waits would take a thread of web. It renders nothing: a page that is
told something asks web for it, as what its reader is then.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError

from forum.live.hearing import hear_for_ever
from forum.live.hub import Full, Hub, Stream
from forum.live.readers import is_ours, stream_for

logger = logging.getLogger(__name__)

ADDRESS = "/live/stream"
# About 40 kB each (docs/decisions/0020-live-updates.md); past it pages ask by themselves.
MOST_STREAMS = 2000
# Then it ends, and its page opens another: whoever was logged out or suspended hears nothing more from there on.
LIFETIME = 300.0
# A page that hears nothing for much longer takes its stream for dead; proxies do so after a minute.
HEARTBEAT = 20.0
# Whoever takes no bytes for so long is not there any more.
SLOWEST = 10.0
# Between two messages on one stream: what comes meanwhile comes together.
GAP = 0.5
# Streams that are being opened, each with a database connection of its own for a moment.
OPENING = 4
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

type Message = dict[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]


class Service:
    def __init__(self) -> None:
        self.hub = Hub(most=MOST_STREAMS)
        self.opening = ThreadPoolExecutor(OPENING, thread_name_prefix="opening")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        hearing: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                hearing = asyncio.create_task(hear_for_ever(self.hub))
                await send({"type": "lifespan.startup.complete"})
            else:
                if hearing:
                    hearing.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def answer(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["path"] == "/livez":
            await say(send, 200, "alive")
        elif scope["path"] != ADDRESS:
            await say(send, 404, "There is nothing here.")
        elif scope["method"] != "GET":
            await say(send, 405, "Only GET.")
        else:
            await self.open(ASGIRequest(scope, BytesIO()), receive, send)

    async def open(self, request: ASGIRequest, receive: Receive, send: Send) -> None:
        if not is_ours(request):
            await say(send, 403, "For the pages of this site alone.")
            return
        try:
            stream = await asyncio.get_running_loop().run_in_executor(self.opening, stream_for, request)
            self.hub.add(stream)
        except Full:
            await say(send, 429, "Too many streams.")
        except DatabaseError as error:
            logger.warning("A stream was not opened: %s", error)
            await say(send, 503, "Later.")
        else:
            await self.keep(stream, receive, send)

    async def keep(self, stream: Stream, receive: Receive, send: Send) -> None:
        left = asyncio.create_task(until_left(stream, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await self.tell_all(stream, send)
            await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, OSError, RuntimeError):
            # Too slow, or gone.
            pass
        finally:
            left.cancel()
            self.hub.remove(stream)

    async def tell_all(self, stream: Stream, send: Send) -> None:
        # They do not all end, or come back after a restart, at once.
        ends = time.monotonic() + LIFETIME * random.uniform(0.8, 1.2)  # noqa: S311 - spread, not secrecy
        wait = random.randrange(1000, 6000)  # noqa: S311 - likewise
        await push(send, f"retry: {wait}\n" + self.lines(["back" if self.hub.hears else "away"]))
        while (left := ends - time.monotonic()) > 0:
            news = await stream.news(within=min(HEARTBEAT, left))
            if stream.is_over:
                return
            await push(send, self.lines(sorted(news) or ["beat"]))
            if news:
                await asyncio.sleep(GAP)

    def lines(self, topics: Iterable[str]) -> str:
        """Each with the milliseconds over which to spread what is asked because of it."""
        return "".join(f"data: {topic} {self.hub.spread(topic)}\n\n" for topic in topics)


async def until_left(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def push(send: Send, text: str) -> None:
    async with asyncio.timeout(SLOWEST):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def say(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
