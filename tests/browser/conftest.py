"""A real server and a real browser.

The server is the project as it is served: hashed and compressed static files, its middleware, its security policy.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from accounts.models import User
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from moderation.models import Case, Rule
from tests.browser.chromium import launch
from tests.browser.keyboard import at, press
from tests.make import LONG_AGO, ArticleFactory, RuleFactory, make_comment, make_thread
from tests.moderation.cases import case_of

HERE = Path(__file__).parent

RICH = """A quotation:

> of somebody, with `code` and a [link](https://example.org/)

1. one
2. two

| a | table |
|---|---|
| of | words |
"""

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
        expect.set_options(timeout=20_000)  # how fast a machine is says nothing about the code
        browser = launch(playwright)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The static files as `./dev run` and production collect them."""
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "forum.lib.static.OnePieceStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture(scope="session")
def server(static_files: Path, django_db_setup: None) -> Iterator[str]:
    """The address of a running server. Tests ask for `site`, which also gives them a database that it can see."""
    thread = LiveServerThread("127.0.0.1", static_handler=as_it_is)  # type: ignore[arg-type]  # it is only ever called
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def as_it_is(application: WSGIHandler) -> WSGIHandler:
    """The project serves its static files itself."""
    return application


@pytest.fixture
def site(server: str, transactional_db: None) -> str:
    return server


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Open]:
    """`visit("/", by=bob, dark=True, scripts=False, width=360)`: the page as it arrives, in a browser new to the site.

    All that it loads is added to `loaded`. The test fails when the console told of an error or of a violated policy.
    """
    complaints: list[str] = []

    def opened(
        path: str,
        *,
        by: User | None = None,
        dark: bool = False,
        scripts: bool = True,
        width: int = 1280,
        loaded: list[Response] | None = None,
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
        if loaded is not None:
            page.on("response", lambda response: loaded.append(response))
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


@pytest.fixture
def article(transactional_db: None, bob: User, mona: User) -> Article:
    """One of everything: deep and folded replies, tombstones, what waits, what has a low score, right to left."""
    deepest: list[object] = []
    for _level in range(9):
        deepest = [deepest]
    article = make_thread([deepest, [[]] * 9]).pop().article
    mine = make_comment(on=article, by=bob, text=RICH)
    make_comment(to=mine, by=mona, text="مرحبا بالعالم")
    removed, deleted, low = (make_comment(to=mine, by=bob) for _ in range(3))
    make_comment(to=removed)
    make_comment(to=deleted)
    remove_comment(removed, by=mona, at=timezone.now())
    delete_comment(deleted, at=timezone.now())
    Comment.objects.filter(pk=low.pk).update(score=-20)
    hold_comment(make_comment(to=mine, by=bob), at=timezone.now())
    hold_comment(make_comment(on=article, by=bob), at=timezone.now())
    return article


@pytest.fixture
def thread(transactional_db: None, alice: User) -> list[Comment]:
    """A comment with two replies, the second with twelve."""
    article = ArticleFactory.create(author=alice, published_at=LONG_AGO)
    return make_thread([[], [[]] * 12], by=alice, on=article)


@pytest.fixture
def page(visit: Open, bob: User, thread: list[Comment]) -> Page:
    """Bob reads the thread, and no module is on its way any more."""
    page = visit(thread[0].article.get_absolute_url(), by=bob)
    press(page, "j")
    expect(at(page, thread[0])).to_be_focused()
    return page


# -- The queue ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def rule(transactional_db: None) -> Rule:
    Rule.objects.all().delete()
    return RuleFactory.create(title="Be civil, please", text="Of the matter, not of the person.")


@pytest.fixture
def cases(rule: Rule) -> list[Case]:
    """The riskiest first; one of an article, the others of comments, the second of a reply among replies."""
    thread = make_thread([[[], [], []], []])
    made = [case_of(), case_of(Comment.objects.get(pk=thread[3].pk)), case_of(ArticleFactory.create()), case_of()]
    for place, case in enumerate(made):
        Case.objects.filter(pk=case.pk).update(risk=9 - place)
        case.reports.update(rule=rule)
    return made
