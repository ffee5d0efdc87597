"""What a test may find missing on a machine, and what happens then: a skip, or a failure where it is required.

UNDERSTORY_REQUIRE=browser,shared makes a missing browser, or missing shared threads, a failure.
"""

import os
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parent.parent
REQUIRED = {word.strip() for word in os.environ.get("UNDERSTORY_REQUIRE", "").split(",")}


def unavailable(what: str, reason: str) -> NoReturn:
    """End this test: skipped, or failed where UNDERSTORY_REQUIRE names `what` ("browser", "shared")."""
    if what in REQUIRED:
        pytest.fail(f"{reason} (required: UNDERSTORY_REQUIRE names {what})", pytrace=False)
    pytest.skip(reason)


def shared(path: str) -> Path:
    """A file or folder of real threads and hostile input, kept beside the project and not in it."""
    folder = Path(os.environ.get("UNDERSTORY_SHARED", ROOT.parent / "shared"))
    if not (folder / path).exists():
        unavailable("shared", "No shared threads beside the project: set UNDERSTORY_SHARED to their folder.")
    return folder / path
