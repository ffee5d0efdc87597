"""`./dev run`: a whole forum in one process, ready to look at."""

import errno
import hashlib
import os
import socket
import sys
from argparse import ArgumentTypeError
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple, NoReturn

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from forum.threads.demo.logins import open_logins


class Address(NamedTuple):
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        return self.host == "localhost" or ip_address(self.host).is_loopback


def address(text: str) -> Address:
    """HOST:PORT, or one of the two alone. Raises ArgumentTypeError with a sentence on anything else."""
    host, colon, port = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not colon and text.isdecimal():
        host, port = "", text
    elif not colon:
        host, port = text, ""
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    try:
        if host != "localhost":
            ip_address(host)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} names no address: say HOST:PORT, such as 127.0.0.1:8000.") from None
    if port and not (port.isdecimal() and 0 < int(port) < 65536):
        raise ArgumentTypeError(f"{port!r} is no port: say a number from 1 to 65535.")
    return Address(host, int(port or 8000))


class Command(BaseCommand):
    help = "Serve this forum from one process: bring the database up to date, collect the static files, listen."
    # They run once the database is there.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", nargs="?", type=address, default="127.0.0.1:8000", metavar="HOST:PORT")

    def handle(self, *, address: Address, **options: object) -> None:
        require_free(address)
        call_command("migrate", verbosity=0)
        if settings.TRIAL:
            self.show_around(address)
        collect_static_files()
        self.stdout.write(f"Understory is at http://{address} (Ctrl-C ends it).")
        self.stdout.flush()
        serve(address)

    def show_around(self, address: Address) -> None:
        """The trial's community, for the eyes of this machine alone: everybody can read its passwords here."""
        if address.is_loopback:
            call_command("plant_demo", stdout=self.stdout)
        elif names := [login.name for login in open_logins()]:
            raise CommandError(
                f"{address} can be reached from other machines, and the demo's log-ins ({', '.join(names)}) work. "
                "Give them passwords of your own (./dev manage changepassword NAME), or begin elsewhere with an empty "
                "database (VAR_DIR=/another/folder ./dev run HOST:PORT)."
            )


def require_free(address: Address) -> None:
    """Raises CommandError where nobody may listen, or somebody does."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        socket.create_server(address, family=family).close()
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Something listens on port {address.port} already: end it, or say another, "
            f"such as ./dev run {address._replace(port=address.port + 1)}.",
            errno.EACCES: f"You may not listen on port {address.port}: say one above 1023.",
            errno.EADDRNOTAVAIL: f"{address.host} is no address of this machine.",
        }
        raise CommandError(reasons.get(error.errno or 0, f"Cannot listen on {address}: {error.strerror}.")) from None


def collect_static_files() -> None:
    """Once for each state of the files: hashing and compressing them is half of a start."""
    files = sorted((name, storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    states = [(name, os.stat(path).st_size, os.stat(path).st_mtime_ns) for name, path in files]
    digest = hashlib.blake2b(repr(states).encode()).hexdigest()
    collected = Path(settings.STATIC_ROOT) / ".collected"
    if not collected.exists() or collected.read_text(encoding="ascii") != digest:
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(digest, encoding="ascii")


def serve(address: Address) -> NoReturn:
    """Become the server. One worker and one thread: on SQLite more would only wait for each other."""
    os.environ.setdefault("SITE_URL", f"http://{address}")
    host = "127.0.0.1" if address.host == "localhost" else address.host
    options = {
        "interface": "wsgi",
        "workers": 1,
        "blocking-threads": 1,
        # Told twice to end, by Ctrl-C and by its parent, or while it starts, a worker may hear of neither.
        "workers-kill-timeout": 2,
        "log-level": "error",
        "host": host,
        "port": address.port,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *arguments, "forum.wsgi:application"])  # noqa: S606 - our own interpreter, and arguments parsed above
