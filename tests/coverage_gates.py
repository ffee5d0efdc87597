"""Branch coverage over both databases: 95 % in all, and every branch where a mistake would lose or leak words."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
OVERALL = 95
# Whole, always: who may do what, and the verbs that the tree and the outbox stand on.
EVERY_BRANCH = [
    "forum/votes/*",
    "*/policy.py",
    "forum/comments/posting.py",
    "forum/comments/planting.py",
    "forum/comments/listing.py",
    "forum/comments/editing.py",
    "forum/comments/deleting.py",
    "forum/comments/removal.py",
    "forum/events/relaying.py",
]


def begin() -> list[str]:
    """Forget what was measured before. What to put before a module's name to measure it."""
    shutil.rmtree(ROOT / "var" / "coverage", ignore_errors=True)
    (ROOT / "var" / "coverage").mkdir(parents=True)
    return ["coverage", "run", "-m"]


def hold() -> int:
    """Print what was not reached; 1 if a gate is missed."""
    if coverage("combine", "--quiet"):
        return 1
    missed = coverage("report", f"--fail-under={OVERALL}")
    print("Where every branch must be reached:", flush=True)
    return missed | coverage("report", "--fail-under=100", f"--include={','.join(EVERY_BRANCH)}")


def coverage(*arguments: str) -> int:
    command: Sequence[str] = [sys.executable, "-m", "coverage", *arguments]
    return int(subprocess.run(command, cwd=ROOT, check=False).returncode != 0)
