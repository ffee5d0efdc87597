"""A server that is killed in the middle of writing, and begun again."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.comments.drafts import drafts_of
from tests.browser.conftest import log_in
from tests.browser.writing import SOON, field, kept, write
from tests.faults.processes import environment, eventually, running
from tests.make import ArticleFactory

SECONDS_TO_START = 60.0


@contextmanager
def served(port: int, log: Path) -> Iterator[None]:
    """The forum as it is served, on the test's database; killed at the end of the block."""
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--port", str(port)]
    with running("granian", *options, "forum.wsgi:application", log=log):
        assert eventually(lambda: answers(port), within=SECONDS_TO_START), log.read_text()
        yield


def answers(port: int) -> bool:
    page = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        page.request("GET", "/livez")
        return page.getresponse().status == 200
    except OSError:
        return False
    finally:
        page.close()


def test_the_words_of_before_and_of_meanwhile_are_back(
    chromium: Browser,
    static_files: Path,
    transactional_db: None,
    bob: User,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article, log = ArticleFactory.create(), tmp_path / "server.log"
    monkeypatch.setenv("STATIC_ROOT", str(static_files))
    settings.SECRET_KEY = environment("")["SECRET_KEY"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = f"http://127.0.0.1:{port}"
    with chromium.new_context(base_url=site) as context:
        log_in(context, bob, site)
        page = context.new_page()

        with served(port, log):
            page.goto(article.get_absolute_url())
            write(page, "Before.")
        field(page).press_sequentially(" Meanwhile.")
        expect(page.locator("[data-draft]")).to_contain_text("no connection", timeout=SOON)
        with served(port, log):
            expect(kept(page)).to_be_visible(timeout=6 * SOON)
            assert [draft.text for draft in drafts_of(bob)] == ["Before. Meanwhile."]
            page.reload()
            expect(field(page)).to_have_value("Before. Meanwhile.")
