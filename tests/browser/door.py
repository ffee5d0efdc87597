"""One address for the pages and the streams, as Caddy makes it in production."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer


@contextmanager
def door(*, web: int, live: int) -> Iterator[str]:
    """Its address. Both are ports of this machine."""

    class Visit(BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                let_through(self.request, web=web, live=live)

    class Door(ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 50

    with Door(("127.0.0.1", 0), Visit) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def let_through(visitor: socket.socket, *, web: int, live: int) -> None:
    """One request a connection: the next may be for the other."""
    head = b""
    while b"\r\n\r\n" not in head:
        received = visitor.recv(65536)
        if not received:
            return
        head += received
    is_stream = head.split(b" ", 2)[1].startswith(b"/live/")
    head = head.replace(b"Connection: keep-alive\r\n", b"Connection: close\r\n")
    with socket.create_connection(("127.0.0.1", live if is_stream else web)) as served:
        served.sendall(head)
        threading.Thread(target=pour, args=(visitor, served), daemon=True).start()
        pour(served, visitor)
    visitor.shutdown(socket.SHUT_RDWR)


def pour(source: socket.socket, into: socket.socket) -> None:
    with suppress(OSError):
        while received := source.recv(65536):
            into.sendall(received)
