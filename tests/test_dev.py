"""The launcher, in a folder of its own with Pythons of our making."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
# What `./dev` calls of the system's programs.
PROGRAMS = ["sh", "cat", "cksum", "ls", "mkdir", "rm", "sleep", "dirname", "basename", "readlink", "grep"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy with no dependencies: what is installed then is nothing, quickly."""
    folder = tmp_path / "a check out"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "dev", folder)
    for name in ("prod.txt", "dev.txt"):
        (folder / "requirements" / name).write_text("", encoding="utf-8")
    (folder / "manage.py").write_text("import sys; print(sys.version_info[:2], sys.argv[1:])", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    for program in PROGRAMS:
        found = shutil.which(program)
        assert found
        (tmp_path / "bin" / program).symlink_to(found)
    put_uv(tmp_path / "bin")
    return folder


def dev(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "dev", *arguments],
        env={"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def put_python(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def put_uv(folder: Path) -> None:
    """One that makes a .venv without pip, quickly, and has nothing to install but what cannot be."""
    making = 'venv) for place; do :; done; exec "$5" -m venv --without-pip "$place" ;;'
    installing = 'pip) for lock; do :; done; ! grep -q "no such thing" "$lock" ;;'
    put_python(folder, "uv", f"case $1 in {making} {installing} esac")


def put_our_python(folder: Path, name: str = "python3") -> None:
    # Not sys.executable, whose folder says that it is a venv.
    put_python(folder, name, f'exec "{os.path.realpath(sys.executable)}" "$@"')


def test_machine_without_python_is_told_what_is_needed(checkout: Path) -> None:
    answer = dev(checkout, "manage", "check")

    assert answer.returncode == 1
    assert "needs Python 3.12 or newer" in answer.stderr
    assert not (checkout / ".venv").exists()


def test_old_and_broken_pythons_on_path_are_passed_over(checkout: Path) -> None:
    put_python(checkout.parent / "bin", "python3", "echo 11")
    put_python(checkout.parent / "bin", "python3.14", "exit 127")
    put_our_python(checkout.parent / ".pyenv" / "versions" / "3.13.0" / "bin")

    answer = dev(checkout, "manage", "check", "a b")

    assert answer.stdout.strip() == f"{sys.version_info[:2]} ['check', 'a b']", answer.stderr


def test_second_start_installs_nothing(checkout: Path) -> None:
    put_our_python(checkout.parent / "bin")
    first = dev(checkout, "manage")

    second = dev(checkout, "manage")

    assert "Installing" in first.stderr
    assert second.stderr == ""


def test_changed_lock_is_installed_anew(checkout: Path) -> None:
    put_our_python(checkout.parent / "bin")
    dev(checkout, "manage")
    (checkout / ".venv" / "left-over").touch()

    (checkout / "requirements" / "prod.txt").write_text("# newer", encoding="utf-8")
    answer = dev(checkout, "manage")

    assert "Installing" in answer.stderr
    assert not (checkout / ".venv" / "left-over").exists()


def test_interrupted_installation_is_taken_up(checkout: Path) -> None:
    put_our_python(checkout.parent / "bin")
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / ".made-by-dev").touch()
    (checkout / ".venv.lock").mkdir()
    # No process has this number: Linux and macOS stop below it.
    (checkout / ".venv.lock" / "pid").write_text("99999999", encoding="utf-8")

    answer = dev(checkout, "manage")

    assert answer.returncode == 0, answer.stderr


def test_venv_of_somebody_else_is_left_alone(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "theirs").touch()

    answer = dev(checkout, "manage")

    assert answer.returncode == 1
    assert "Move it away" in answer.stderr
    assert (checkout / ".venv" / "theirs").exists()


def test_installation_that_fails_says_how_to_go_on(checkout: Path) -> None:
    put_our_python(checkout.parent / "bin")
    (checkout / "requirements" / "prod.txt").write_text("no such thing at all", encoding="utf-8")

    answer = dev(checkout, "manage")

    assert answer.returncode == 1
    assert "Run ./dev again" in answer.stderr
    assert not (checkout / ".venv.lock").exists()


def test_unknown_verb_shows_the_known_ones(checkout: Path) -> None:
    answer = dev(checkout, "serve")

    assert answer.returncode == 1
    assert "./dev run" in answer.stderr
    assert "no verb 'serve'" in answer.stderr
