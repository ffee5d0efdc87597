"""Two browsers on one discussion: one writes, the other is told, and is moved by nothing."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.events.hinting import RELAY_TASK, key_of
from forum.lib.redis import breaker, redis
from forum.notifications.models import Kind
from forum.notifications.telling import tell
from forum.votes.casting import cast_vote
from forum.votes.tallying import TALLY_TASK, tally
from tests.browser.conftest import Open
from tests.browser.door import door
from tests.browser.test_axe import violations
from tests.faults.streams import free_port, live_service
from tests.faults.valkey import Valkey
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

# From what somebody did in another browser to what is seen in this one.
AT_ONCE = 2000
WHERE = "() => [scrollY, document.activeElement.id, document.getElementById('threads').getBoundingClientRect().height]"


@pytest.fixture
def live(request: pytest.FixtureRequest) -> bool:
    """Whether the page hears of it over a stream, as in production; else it asks, as in the trial."""
    return getattr(request, "param", False)


@dataclass(frozen=True)
class Served:
    address: str
    # Of the live service, where there is one.
    process: int = 0


@pytest.fixture
def served(server: str, transactional_db: None, live: bool, tmp_path: Path) -> Iterator[Served]:
    if not live:
        yield Served(server)
        return
    valkey, port = Valkey(), free_port()
    valkey.start()
    redis.cache_clear()
    breaker.mend()
    besides = {
        "DJANGO_SETTINGS_MODULE": "tests.browser.live_settings",
        "REDIS_OF_TESTS": valkey.url,
        "SECRET_KEY": settings.SECRET_KEY,
    }
    with (
        override_settings(REDIS_URL=valkey.url),
        live_service("", tmp_path / "live.log", port=port, **besides) as process,
        door(web=int(server.rpartition(":")[2]), live=port) as address,
    ):
        # There is no worker here, and no queue that could be told: as if they had been given these hints already.
        for task in (RELAY_TASK, TALLY_TASK):
            redis().set(key_of(task), 1)
        yield Served(address, process)
    redis.cache_clear()
    breaker.mend()
    valkey.stop()


@pytest.fixture
def site(served: Served) -> str:
    return served.address


@pytest.fixture
def discussion(transactional_db: None, alice: User) -> list[Comment]:
    """Long enough to be scrolled, and with a branch that folds."""
    article = ArticleFactory.create(author=alice, published_at=LONG_AGO)
    return make_thread([[[]], [], *[[]] * 12], by=alice, on=article)


@pytest.fixture
def reading(visit: Open, bob: User, discussion: list[Comment]) -> Page:
    """Bob reads on in the middle, with the focus on a comment."""
    page = visit(f"{discussion[0].article.get_absolute_url()}?order=oldest", by=bob)
    with page.expect_response("**/comments/changes"):
        page.locator("#threads").wait_for()
    page.evaluate(
        "pk => { const c = document.getElementById(`c${pk}`); c.tabIndex = -1; c.focus(); }", discussion[3].pk
    )
    return page


def bring(page: Page, first: Comment) -> None:
    """First what stands under one comment, then the rest; what came can be voted on."""
    bar = page.locator(".bar .arrived")
    page.locator(f"#c{first.pk} > .arrived").click()
    came = page.locator(".comment", has_text="And what do the others say?")
    expect(came).to_be_focused()
    expect(page.locator(f"#c{first.pk} + ol.replies > li > .comment").last).to_contain_text("And what do")
    expect(bar).to_have_text("2 new replies")
    bar.click()
    expect(page.locator("#threads > li").first).to_contain_text("Of something else.")
    expect(page.locator(".arrived")).to_have_count(0)
    expect(page.locator(".comment.is-new")).to_have_count(3)
    came.get_by_role("button", name="Vote up").click()
    expect(came.get_by_role("button", name="Vote up")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("live", [False, True], ids=["asking", "hearing"], indirect=True)
def test_what_another_writes_is_announced_and_comes_when_it_is_asked_for(
    reading: Page, visit: Open, bob: User, carol: User, discussion: list[Comment], served: Served
) -> None:
    page, [root, first, *_rest] = reading, discussion
    before = page.evaluate(WHERE)
    writer = visit(f"/c/{first.pk}/reply", by=carol)
    writer.get_by_label("Your reply").fill("And what do the others say?")
    writer.get_by_role("button", name="Reply", exact=True).click()

    bar, branch = page.locator(".bar .arrived"), page.locator(f"#c{first.pk} > .arrived")
    expect(bar).to_have_text("1 new reply", timeout=AT_ONCE)
    expect(branch).to_have_text("1 new reply")
    expect(page.get_by_role("status").filter(has_text="1 new reply")).to_have_count(1)
    make_comment(to=root, by=carol, text="To the first.")
    make_comment(on=root.article, by=carol, text="Of something else.")
    expect(bar).to_have_text("3 new replies", timeout=AT_ONCE)
    # Said aloud once; what comes a moment later is there to be read.
    expect(page.get_by_role("status").filter(has_text="1 new reply")).to_have_count(1)
    assert page.evaluate(WHERE) == before
    assert violations(page) == []

    bring(page, first)

    tell([bob.pk], Kind.REPLY, of=root, at=timezone.now())
    expect(page.get_by_role("link", name="Inbox")).to_have_text(
        "Inbox\u00a01", timeout=AT_ONCE if served.process else 30_000
    )
    if served.process:
        visit(f"/c/{root.pk}", by=bob)
        expect(page.get_by_role("link", name="Inbox")).to_have_text("Inbox", timeout=AT_ONCE)
        os.killpg(served.process, signal.SIGKILL)
        make_comment(to=root, by=carol, text="Is anybody listening?")
        expect(bar).to_have_text("1 new reply", timeout=30_000)


def test_what_is_taken_back_is_not_waited_for(
    reading: Page, carol: User, mona: User, discussion: list[Comment]
) -> None:
    page = reading
    come, gone = (make_comment(to=discussion[0], by=carol, text=text) for text in ("It stays.", "It does not."))
    expect(page.locator(".bar .arrived")).to_have_text("2 new replies", timeout=AT_ONCE)

    remove_comment(gone, by=mona, at=timezone.now())
    expect(page.locator(".bar .arrived")).to_have_text("1 new reply", timeout=AT_ONCE)
    page.locator(".bar .arrived").click()

    expect(page.locator(f"#c{come.pk}")).to_be_focused()
    expect(page.locator(f"#c{gone.pk}")).to_have_count(0)


def test_scores_change_where_they_stand(reading: Page, carol: User, discussion: list[Comment]) -> None:
    page, comment = reading, discussion[3]
    Comment.objects.filter(pk=comment.pk).update(published_at=LONG_AGO)
    cast_vote(comment, voter=carol, value=1)
    tally()

    expect(page.locator(f"#c{comment.pk} .score")).to_have_text("1 point", timeout=20_000)
