"""docker-compose.yml, brought up for real from a clean clone, as a project beside any other."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SECONDS_TO_BE_HEALTHY = 300
PROJECT = {
    "COMPOSE_PROJECT_NAME": "understory-proof",
    "COMPOSE_FILE": "docker-compose.yml:tests/compose/stand-ins.yml",
    "COMPOSE_ANSI": "never",
}


@dataclass(frozen=True)
class Mail:
    to: list[str]
    text: str


@dataclass(frozen=True)
class Stack:
    folder: Path
    environment: Mapping[str, str]
    http_port: int
    https_port: int

    def compose(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run it. What it printed on standard output; CalledProcessError, with all it said, where it failed."""
        return run("docker", "compose", *arguments, folder=self.folder, environment=self.environment, stdin=stdin)

    def refusal(self, *arguments: str) -> str:
        """What it says to a command that must fail."""
        answer = call("docker", "compose", *arguments, folder=self.folder, environment=self.environment)
        assert answer.returncode, f"{' '.join(arguments)} went well."
        return answer.stderr.decode()

    def up(self) -> float:
        """Bring up what is not, and make anew what has changed. The seconds until all was healthy."""
        began = time.monotonic()
        self.compose("up", "--detach", "--wait", "--wait-timeout", str(SECONDS_TO_BE_HEALTHY))
        return time.monotonic() - began

    def manage(self, *arguments: str, stdin: bytes = b"") -> str:
        return self.compose("exec", "-T", "worker", "python", "manage.py", *arguments, stdin=stdin).decode()

    def ask(self, code: str) -> str:
        """What a line of Python prints in the forum's own shell."""
        return self.manage("shell", "--verbosity", "0", "--command", code).strip()

    def inspect(self, service: str, form: str) -> str:
        """One of the facts that Docker knows of its container: a Go template."""
        container = self.compose("ps", "--all", "--quiet", service).decode().strip()
        return run("docker", "inspect", "--format", form, container, environment=self.environment).decode().strip()

    def weights(self) -> dict[str, str]:
        """The memory of each service."""
        lines = map(json.loads, self.compose("stats", "--no-stream", "--format", "json").decode().splitlines())
        # Compose shows those of others, too.
        ours = [line for line in lines if line["Name"].startswith(PROJECT["COMPOSE_PROJECT_NAME"])]
        return {line["Name"].split("-")[-2]: line["MemUsage"].split(" / ")[0] for line in ours}

    def logs(self, *services: str) -> str:
        lines = self.compose("logs", "--no-log-prefix", "--no-color", *services).decode(errors="replace")
        # Compose clears a line of the screen, whether there is one or not.
        return lines.replace("\x1b[2K", "")

    def mails(self) -> list[Mail]:
        """What the sink of tests/compose/sink.py took, in order."""
        return [Mail(**json.loads(line)) for line in self.logs("sink").splitlines() if line.startswith("{")]

    def set(self, **settings: object) -> None:
        """Write them into .env; the last word counts."""
        with (self.folder / ".env").open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in settings.items())


def call(
    *command: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None, stdin: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(command, cwd=folder, env=environment, input=stdin, capture_output=True, check=False)


def run(*command: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None, stdin: bytes = b"") -> bytes:
    answer = call(*command, folder=folder, environment=environment, stdin=stdin)
    if answer.returncode:
        sys.stderr.write(f"{' '.join(command)}\n{answer.stdout.decode()[-4000:]}{answer.stderr.decode()[-4000:]}\n")
        answer.check_returncode()
    return answer.stdout


@contextmanager
def engine(*, keep: bool) -> Iterator[dict[str, str]]:
    """The environment in which `docker compose` works: this machine's own engine, else the stand-ins'."""
    if call("docker", "compose", "version").returncode == 0:
        yield dict(os.environ)
        return
    tools = Path(os.environ.get("UNDERSTORY_SHARED", ROOT.parent / "shared")) / "tools" / "docker-standins"
    words = run(str(tools / "up.sh")).decode().removeprefix("export ").split()
    try:
        yield os.environ | dict(word.split("=", 1) for word in words)
    finally:
        if not keep:
            run(str(tools / "down.sh"))


@contextmanager
def cloned(environment: Mapping[str, str], folder: Path, *, keep: bool) -> Iterator[Stack]:
    """What is committed, with a .env as an operator writes it. At the end nothing is left but images."""
    run("git", "clone", "--quiet", str(ROOT), str(folder))
    stack = Stack(folder, {**environment, **PROJECT}, free_port(), free_port())
    stack.set(
        SECRET_KEY=secrets.token_hex(32),
        POSTGRES_PASSWORD=secrets.token_hex(32),
        SITE_URL=f"https://localhost:{stack.https_port}",
        EMAIL_URL="smtp://sink:2525",
        HTTP_PORT=stack.http_port,
        HTTPS_PORT=stack.https_port,
        # Under load a few people write for many.
        COMMENTS_PER_10_MINUTES=1000,
        # A passer-by is to see what the tally found.
        SCORE_HIDDEN_MINUTES=0,
    )
    try:
        yield stack
    finally:
        if not keep:
            stack.compose("down", "--volumes", "--timeout", "5")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port
