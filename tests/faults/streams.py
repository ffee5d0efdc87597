"""The live service as it runs, and readers of its streams."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self

from django.conf import settings
from django.test import Client, override_settings

from accounts.models import User
from tests.faults.processes import environment, eventually, running


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def live_service(redis_url: str, log: Path, *, port: int, **besides: str) -> Iterator[int]:
    """Its process id, once it answers."""
    options = ["--interface=asgi", "--host=127.0.0.1", f"--port={port}", "--workers=1", "--workers-kill-timeout=1"]
    with running("granian", *options, "forum.asgi:application", redis_url=redis_url, log=log, **besides) as process:
        assert eventually(lambda: answers(port) or process.poll() is not None, within=60), log.read_text()
        assert process.poll() is None, log.read_text()
        yield process.pid


def answers(port: int) -> bool:
    with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    return False


def cookie_of(person: User) -> str:
    client = Client()
    # The key of the processes that tests start.
    with override_settings(SECRET_KEY=environment("")["SECRET_KEY"]):
        client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Reader:
    """A page that has a stream open."""

    def __init__(self, port: int, path: str = "/live/stream", **headers: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        sent = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: forum.example.org\r\n{sent}\r\n".encode())
        self.buffer = b""
        self.status = int((self.line(within=30) or "0 0").split()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def hears(self, topic: str, *, within: float = 5.0) -> bool:
        """Whether that is the next thing that it is told of, beats aside."""
        return self.next(within=within) == topic

    def next(self, *, within: float = 5.0) -> str | None:
        """None where nothing comes in time, and "" at the end of the stream."""
        deadline = time.monotonic() + within
        while (line := self.line(within=deadline - time.monotonic())) is not None:
            if line.startswith("data: ") and not line.startswith("data: beat"):
                return line.removeprefix("data: ").split()[0]
            if not line:
                return ""
        return None

    def line(self, *, within: float) -> str | None:
        """Those of the protocol among them. None where nothing comes in time, and "" at the end."""
        deadline = time.monotonic() + within
        while b"\n" not in self.buffer:
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                received = self.socket.recv(4096)
            except TimeoutError:
                return None
            except OSError:
                received = b""
            if not received:
                return ""
            self.buffer += received
        line, _end, self.buffer = self.buffer.partition(b"\n")
        return line.decode() + "\n"
