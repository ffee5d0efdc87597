"""The browser that a machine has: Debian's package or its like, or Playwright's own."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.needs import unavailable

# The first has no windows, which take half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# No sandbox, because in a container root has none; the rest keeps it from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    found = next(filter(None, map(shutil.which, NAMES)), playwright.chromium.executable_path)
    if not Path(found).exists():
        unavailable("browser", "No Chromium: install Debian's package, or run `playwright install chromium`.")
    return playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
