"""`./dev check`: what every change is held to, a line a step. `./dev check types lint` runs those steps alone."""

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent
# The settings of a real site, for Django's deployment checks to be asked about: nobody connects to it.
PRODUCTION = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1/nothing",
    "REDIS_URL": "redis://127.0.0.1",
    "SECRET_KEY": "known to everybody, but only ever to the deployment checks",
    "ALLOWED_HOSTS": "forum.example.org",
    "SITE_URL": "https://forum.example.org",
    "EMAIL_URL": "smtp+tls://forum.example.org",
}


def program(name: str, *arguments: str, **environment: str) -> str:
    """Run it. What there is to complain about: nothing when it went well."""
    clean = {variable: value for variable, value in os.environ.items() if variable not in PRODUCTION}
    answer = subprocess.run(
        [str(PROGRAMS / name), *arguments],
        cwd=ROOT,
        env=clean | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{answer.stdout}{answer.stderr}\n({name} ended with {answer.returncode})" if answer.returncode else ""


def templates(*arguments: str) -> str:
    return program("djlint", "--check", *arguments) or program("djlint", "--lint", *arguments)


def names_of_migrations() -> str:
    """makemigrations names what nobody named: 0007_auto_20260101, 0007_alter_comment_text_and_more."""
    found = [path.relative_to(ROOT) for app in ROOT.glob("[!.]*") for path in app.glob("**/migrations/0*.py")]
    unnamed = [path for path in found if re.search(r"_auto_|_and_more", path.stem)]
    return "".join(f"{path}: name it after what it is for\n" for path in unnamed)


def locks() -> str:
    """The locks have what pyproject.toml asks for, and name no place to get it from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    always, extras = project["project"]["dependencies"], project["project"].get("optional-dependencies", {})
    wanted = {"prod.txt": always, "dev.txt": project["dependency-groups"]["dev"]}
    wanted |= {f"{extra}.txt": [*always, *needed] for extra, needed in extras.items()}
    complaints = []
    for name, requirements in wanted.items():
        lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        versions = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
        if "://" in lock:
            complaints.append(f"requirements/{name} names a download host")
        complaints += [
            f"requirements/{name} has no {requirement}: ./dev lock"
            for requirement in map(Requirement, requirements)
            if not requirement.specifier.contains(versions.get(requirement.name, "0"))
        ]
    return "\n".join(complaints)


STEPS: dict[str, Callable[[], str]] = {
    "types": lambda: program("mypy"),
    "format": lambda: program("ruff", "format", "--check"),
    "lint": lambda: program("ruff", "check"),
    "imports": lambda: program("lint-imports", "--no-logo"),
    "templates": lambda: templates("templates"),
    "lean templates": lambda: templates(
        "templates/jinja2", "--profile", "jinja", "--ignore", "J018,D018", "--exclude", "nothing"
    ),
    "migrations": lambda: program("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "names of migrations": names_of_migrations,
    "deployment": lambda: program("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
    "locks": locks,
}


def main(names: Sequence[str]) -> int:
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        print(f"No step is called {', '.join(unknown)}. There are: {', '.join(STEPS)}.")
        return 2
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        passed = list(pool.map(run_step, names or STEPS))
    print(f"{passed.count(True)} of {len(passed)} steps passed")
    return 0 if all(passed) else 1


def run_step(name: str) -> bool:
    began = time.monotonic()
    complaint = STEPS[name]()
    took = f"{time.monotonic() - began:.1f} s"
    print(f"FAILED  {name} ({took})\n{complaint.rstrip()}" if complaint else f"ok      {name} ({took})", flush=True)
    return not complaint


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
