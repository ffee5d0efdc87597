"""`./dev run`, up to where it becomes the server."""

import socket
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.management.commands.serve import Address, address, collect_static_files
from forum.threads.demo.logins import new_logins


@pytest.fixture
def trial(settings: Settings, tmp_path: Path) -> Settings:
    settings.TRIAL = True
    settings.VAR_DIR = tmp_path
    return settings


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free_port(taken_port: int) -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("127.0.0.1:9000", Address("127.0.0.1", 9000)),
        ("9000", Address("127.0.0.1", 9000)),
        (":9000", Address("127.0.0.1", 9000)),
        ("0.0.0.0", Address("0.0.0.0", 8000)),  # noqa: S104 - what somebody types
        ("localhost:80", Address("localhost", 80)),
        ("[::1]:9000", Address("::1", 9000)),
        ("[::1]", Address("::1", 8000)),
    ],
)
def test_address_has_a_host_a_port_or_both(text: str, meant: Address) -> None:
    assert address(text) == meant


@pytest.mark.parametrize("text", ["here:8000", "127.0.0.1:http", "127.0.0.1:0", "127.0.0.1:65536", "300.1.1.1"])
def test_anything_else_is_refused_with_its_words(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=text.split(":")[-1 if text.startswith("127") else 0]):
        address(text)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],  # noqa: S104 - what somebody types
)
def test_only_addresses_of_this_machine_alone_are_loopback(host: str, loopback: bool) -> None:
    assert Address(host, 8000).is_loopback is loopback


def test_taken_port_is_said_with_another_to_try(taken_port: int) -> None:
    with pytest.raises(CommandError, match=rf"port {taken_port} already.*127\.0\.0\.1:{taken_port + 1}"):
        call_command("serve", f"127.0.0.1:{taken_port}")


def test_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CommandError, match=r"192\.0\.2\.1 is no address of this machine"):
        call_command("serve", "192.0.2.1:8000")


def test_demo_is_not_shown_to_other_machines(trial: Settings, db: None, free_port: int) -> None:
    [wren, *_] = new_logins().values()
    User.objects.create_user(wren.name, password=wren.password)

    with pytest.raises(CommandError, match=r"other machines, and the demo's log-ins .wren. work"):
        call_command("serve", f"0.0.0.0:{free_port}")


def test_static_files_are_collected_once_for_each_state(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    source = tmp_path / "source" / "one.css"
    source.parent.mkdir()
    source.write_text("a {}", encoding="utf-8")
    collect_static_files()
    (settings.STATIC_ROOT / "one.css").unlink()

    collect_static_files()
    left_alone = not (settings.STATIC_ROOT / "one.css").exists()
    source.write_text("b { }", encoding="utf-8")
    collect_static_files()

    assert left_alone
    assert (settings.STATIC_ROOT / "one.css").read_text(encoding="utf-8") == "b { }"
