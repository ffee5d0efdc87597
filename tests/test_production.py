"""docker-compose.yml and what it builds from: held to what docs/operators.md promises, without Docker.

That it works is for `python -m tests.compose` to show.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from forum.live.service import ADDRESS, MOST_STREAMS

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# Run once and end: nobody asks how they are.
ONE_SHOT = {"migrate"}

pytestmark = pytest.mark.once


@pytest.mark.parametrize("name", SERVICES)
def test_service_can_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    # Our own image names its user itself.
    assert service.get("user", "understory" if service["image"] == "understory" else "root") not in {"root", "0"}


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_bounded(name: str) -> None:
    service = SERVICES[name]

    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}


def test_all_together_fit_into_a_small_server() -> None:
    # What is up at the same time; a limit is no more than what a service may not exceed.
    megabytes = [
        int(service["mem_limit"].removesuffix("m")) for name, service in SERVICES.items() if name not in ONE_SHOT
    ]

    assert sum(megabytes) <= 2048


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - ONE_SHOT))
def test_service_says_how_it_is_and_is_started_again(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_images_from_elsewhere_are_pinned() -> None:
    froms = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    images = {service["image"] for service in SERVICES.values()} - {"understory"}

    assert images == {"caddy:2", "postgres:17", "redis:8"}
    assert set(froms) == {"python:3.13-slim"}


def test_only_caddy_can_be_reached() -> None:
    published = [name for name, service in SERVICES.items() if "ports" in service]
    outside = [name for name, service in SERVICES.items() if set(service["networks"]) - {"back"}]

    assert published == ["caddy"]
    assert sorted(outside) == ["caddy", "live", "web", "worker"]
    assert COMPOSE["networks"]["back"] == {"internal": True}


def test_streams_go_to_the_live_service_as_they_are() -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    [streams] = re.findall(r"^\thandle (/\S+) \{\n(.*?)^\t\}", caddyfile, re.MULTILINE | re.DOTALL)
    command = " ".join(SERVICES["live"]["command"])

    assert ADDRESS.startswith(streams[0].removesuffix("*"))
    assert "reverse_proxy live:8001" in streams[1]
    # Caddy passes on by itself what the service calls text/event-stream. Told to, it would not notice who has left.
    assert "flush_interval -1" not in streams[1]
    # A page must hear of it now, and nothing be gathered to be packed.
    assert "encode" not in streams[1]
    # Before what is left for web.
    assert caddyfile.index("handle /live/*") < caddyfile.index("reverse_proxy web:8000")
    assert "--interface asgi" in command
    assert "--port 8001" in command
    # What each person may have is counted in one process.
    assert "--workers 1" in command
    assert "redis" not in SERVICES["live"]["depends_on"]


def test_live_service_is_let_have_all_its_streams() -> None:
    live = SERVICES["live"]
    command = live["command"]
    taken = int(command[command.index("--backpressure") + 1])

    # Beyond what granian takes nobody is answered, whoever asks how it is among them.
    assert taken >= MOST_STREAMS + 200
    assert live["ulimits"]["nofile"] >= 2 * taken


def test_streams_do_not_hold_up_the_end_of_caddy() -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    [grace] = re.findall(r"^\tgrace_period (\d+)s$", caddyfile, re.MULTILINE)

    assert int(grace) < int(SERVICES["caddy"]["stop_grace_period"].removesuffix("s"))


def test_caddy_stays_through_an_upgrade() -> None:
    assert "depends_on" not in SERVICES["caddy"]


def test_operators_are_told_to_give_a_secret_in_a_file_to_all_who_read_it() -> None:
    told = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")

    given = re.findall(r"^ +(\w+): [&*]keys$", told, re.MULTILINE)

    assert set(given) == {name for name, service in SERVICES.items() if service["image"] == "understory"}


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    secret = ("SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL")

    defaults = [name for name in re.findall(r"\$\{(\w+):?-", text) if name in secret]
    required = re.findall(r"\$\{(\w+):?\?", text)
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert defaults == []
    assert sorted(set(required)) == sorted([*secret, "SITE_URL"])
    assert re.findall(r"^#?(SECRET_KEY|POSTGRES_PASSWORD)=(.+)$", example, re.MULTILINE) == []


def test_caddyfile_asks_for_nothing_that_caddy_is_not_given() -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")

    asked = set(re.findall(r"\{\$(\w+)", caddyfile))

    assert asked <= SERVICES["caddy"]["environment"].keys()


def test_image_holds_what_runs_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    named = [line.removeprefix("!") for line in lines if line.startswith("!")]

    def is_sent(path: str) -> bool:
        return any(path == name or path.startswith(f"{name}/") for name in named)

    assert [line for line in lines if line and line[0] not in "!#"] == ["*", "**/__pycache__", "**/*.pyc"]
    assert [
        path
        for path in (".env", ".git/config", "tests/conftest.py", "var/secret_key", "docs/operators.md")
        if is_sent(path)
    ] == []
    assert [
        path for path in ("manage.py", "forum/settings.py", "templates/base.html", "deploy/web.sh") if not is_sent(path)
    ] == []
    # A new package of ours that the image would lack.
    packages = {path.parent.name for path in ROOT.glob("[!.]*/__init__.py") if path.parent.name != "tests"}
    assert packages <= set(named)
