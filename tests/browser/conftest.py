"""A real server and a real browser.

The server is the project as it is served: hashed and compressed static files, its middleware, its security policy.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from accounts.models import User
from tests.browser.chromium import launch

HERE = Path(__file__).parent

type Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread, beside which Django refuses to touch the database: nothing awaits.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The static files as `./dev run` and production collect them."""
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "forum.lib.static.OneSheetStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture(scope="session")
def server(static_files: Path, django_db_setup: None) -> Iterator[str]:
    """The address of a running server. Tests ask for `site`, which also gives them a database that it can see."""
    thread = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def site(server: str, transactional_db: None) -> str:
    return server


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Open]:
    """`visit("/", by=bob, dark=True, scripts=False, width=360)`: the page as it arrives.

    The test fails when the browser's console has told of an error or of a violated policy.
    """
    complaints: list[str] = []

    def opened(
        path: str, *, by: User | None = None, dark: bool = False, scripts: bool = True, width: int = 1280
    ) -> Page:
        context = contexts.enter_context(
            chromium.new_context(
                base_url=site,
                color_scheme="dark" if dark else "light",
                java_script_enabled=scripts,
                viewport={"width": width, "height": 900},
                reduced_motion="reduce",
            )
        )
        if by is not None:
            log_in(context, by, site)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message.text) else None)
        page.goto(path)
        return page

    with ExitStack() as contexts:
        yield opened
    assert complaints == []


def log_in(context: BrowserContext, person: User, site: str) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def is_complaint(text: str) -> bool:
    return "Content Security Policy" in text or "Uncaught" in text
