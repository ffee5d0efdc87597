"""A page that is open while things happen: a stream through Caddy, kept as a browser keeps it."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException

from tests.compose.acts import comment
from tests.compose.visitor import Site, Visitor

SECONDS_TO_HEAR = 10.0
SECONDS_TO_COME_BACK = 60.0
# As static/js/live/hear.js does where it was refused.
PAUSE_OF_THE_REFUSED = 15.0


class Page:
    """What ends is opened again soon, as the stream says; what is refused, later."""

    def __init__(self, site: Site, article: str) -> None:
        self.site, self.article = site, article
        [number] = re.findall(r"^/a/(\d+)", article)
        self.stream = f"/live/stream?a={number}"
        self.topic = f"a{number}"
        # When it came, and what; "end" where the stream ended.
        self.heard: list[tuple[float, str]] = []
        self.refused: list[int] = []
        self.retry = 3.0
        self.connection: HTTPConnection | None = None
        self.over = threading.Event()

    def live(self) -> None:
        while not self.over.is_set():
            pause = 0.0
            with suppress(OSError, HTTPException):
                pause = self.hear()
            self.note("end")
            self.over.wait(pause or self.retry)

    def hear(self) -> float:
        """Until the stream ends. How long to wait then, if it was refused."""
        self.connection = Visitor(self.site).connection
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "gzip, zstd"}
        self.connection.request("GET", self.stream, headers=headers)
        stream = self.connection.getresponse()
        if stream.status != 200:
            self.refused.append(stream.status)
            return PAUSE_OF_THE_REFUSED
        assert stream.headers["Content-Type"] == "text/event-stream", stream.headers
        assert "Content-Encoding" not in stream.headers, stream.headers
        while line := stream.readline().decode():
            if line.startswith("retry: "):
                self.retry = int(line.split()[1]) / 1000
            elif line.startswith("data: "):
                self.note(line.split()[1])
        return 0.0

    def note(self, topic: str) -> None:
        self.heard.append((time.time(), topic))

    def leave(self) -> None:
        self.over.set()
        with suppress(OSError, AttributeError):
            self.connection.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]  # None: there is nothing to end

    def waits_for(self, topic: str, *, since: float, within: float = SECONDS_TO_HEAR) -> float:
        """When it was told that, after that moment."""
        patience_ends = time.monotonic() + within
        while time.monotonic() < patience_ends:
            for at, told in self.heard[:]:
                if told == topic and at >= since:
                    return at
            time.sleep(0.02)
        raise AssertionError(f"{topic} was not heard of within {within:.0f} s: {self.refused}, {self.heard[-20:]}")

    def hears(self, writer: Visitor) -> int:
        """Of a new comment, once its stream is back if it is away. The comment."""
        silences = [at for at, topic in self.heard if topic in {"end", "away"}]
        self.waits_for("back", since=max(silences, default=0.0), within=SECONDS_TO_COME_BACK)
        posted = time.time()
        written = comment(writer, self.article, "Is anybody there?")
        self.waits_for(self.topic, since=posted)
        return written

    def __str__(self) -> str:
        """The longest time that it heard nothing, because its stream had ended or heard no Redis."""
        longest, since = 0.0, 0.0
        for at, topic in self.heard:
            if topic in {"end", "away"}:
                since = since or at
            elif topic == "back" and since:
                longest, since = max(longest, at - since), 0.0
        return f"deaf for {longest:.1f} s{f', refused with {self.refused}' if self.refused else ''}"


@contextmanager
def open_page(site: Site, article: str) -> Iterator[Page]:
    page = Page(site, article)
    thread = threading.Thread(target=page.live)
    thread.start()
    try:
        page.waits_for("back", since=0.0)
        yield page
    finally:
        page.leave()
        thread.join()
