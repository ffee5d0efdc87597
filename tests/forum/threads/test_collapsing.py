"""A branch put away: remembered for its reader alone, whole in the page, and never in the way of a link into it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.threads.collapsing import MOST, collapse, expand
from forum.threads.models import Collapse
from tests.make import ArticleFactory, make_comment, make_thread
from tests.pages import comment_on, ids_on, read, text_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def thread(alice: User) -> list[Comment]:
    """A root, a reply to it with two of its own, and another reply."""
    return make_thread([[[], []], []], by=alice)


def item_of(page: str, pk: int) -> str:
    """The classes of a comment's list item."""
    found = re.search(rf'<li(?: class="([^"]*)")?><article class="comment[^"]*" id="c{pk}"', page)
    assert found
    return found[1] or ""


def away_on(page: str) -> list[int]:
    return [pk for pk in ids_on(page) if "is-collapsed" in item_of(page, pk).split()]


def button_of(page: str, pk: int) -> str:
    return "".join(re.findall(r"<button class=\"collapse\".*?</button>", comment_on(page, pk)))


# -- The verbs --------------------------------------------------------------------------------------------------------


def test_collapsing_twice_is_collapsing_once(thread: list[Comment], bob: User) -> None:
    collapse(thread[1], reader=bob, at=NOON)
    collapse(thread[1], reader=bob, at=NOON + timedelta(days=1))

    assert Collapse.objects.get().collapsed_at == NOON


def test_expanding_takes_it_back_for_that_reader_alone(thread: list[Comment], bob: User, carol: User) -> None:
    for reader in (bob, carol):
        collapse(thread[1], reader=reader, at=NOON)

    expand(thread[1], reader=bob)
    expand(thread[1], reader=bob)

    assert [one.reader for one in Collapse.objects.all()] == [carol]


def test_the_oldest_of_too_many_are_forgotten(bob: User, carol: User) -> None:
    oldest, *rest, latest = make_thread([[] for _ in range(MOST)])
    collapse(oldest, reader=carol, at=NOON)
    collapse(oldest, reader=bob, at=NOON)
    later = [Collapse(reader=bob, comment=one, collapsed_at=NOON + timedelta(hours=1)) for one in rest]
    Collapse.objects.bulk_create(later)
    assert Collapse.objects.filter(reader=bob).count() == MOST

    collapse(latest, reader=bob, at=NOON + timedelta(hours=2))

    assert Collapse.objects.filter(reader=bob).count() == MOST
    assert not Collapse.objects.filter(reader=bob, comment=oldest).exists()
    assert Collapse.objects.filter(reader=carol, comment=oldest).exists()


# -- The page ---------------------------------------------------------------------------------------------------------


def test_a_collapsed_branch_is_remembered_and_whole_in_the_page(
    browse: Callable[[User], Client], thread: list[Comment], bob: User, carol: User
) -> None:
    address = thread[0].article.get_absolute_url()
    browse(bob).post(f"/c/{thread[1].pk}/collapse")

    page, others = read(browse(bob), address), read(browse(carol), address)

    assert away_on(page) == [thread[1].pk]
    assert ids_on(page) == [comment.pk for comment in thread]
    assert 'aria-expanded="false"' in button_of(page, thread[1].pk)
    assert f'formaction="/c/{thread[1].pk}/expand"' in button_of(page, thread[1].pk)
    assert away_on(others) == []


def test_expanding_shows_it_again(browse: Callable[[User], Client], thread: list[Comment], bob: User) -> None:
    browser = browse(bob)
    browser.post(f"/c/{thread[1].pk}/collapse")
    browser.post(f"/c/{thread[1].pk}/expand")

    page = read(browser, thread[0].article.get_absolute_url())

    assert away_on(page) == []
    assert f'formaction="/c/{thread[1].pk}/collapse"' in button_of(page, thread[1].pk)


def test_only_comments_with_replies_have_the_button(
    browse: Callable[[User], Client], thread: list[Comment], bob: User
) -> None:
    page = read(browse(bob), thread[0].article.get_absolute_url())

    assert [text_of(button_of(page, comment.pk)) for comment in thread] == ["4 replies", "2 replies", "", "", ""]


def test_the_button_of_a_passer_by_belongs_to_no_form(client: Client, thread: list[Comment]) -> None:
    button = button_of(read(client, thread[0].article.get_absolute_url()), thread[0].pk)

    assert "data-collapse" in button
    assert "form" not in button


def test_the_button_says_how_much_below_is_new(
    browse: Callable[[User], Client], thread: list[Comment], bob: User, alice: User
) -> None:
    browser = browse(bob)
    read(browser, thread[0].article.get_absolute_url())
    make_comment(to=Comment.objects.get(pk=thread[2].pk), by=alice)
    collapse(thread[1], reader=bob, at=NOON)

    page = read(browser, thread[0].article.get_absolute_url())

    assert text_of(button_of(page, thread[1].pk)) == "3 replies · 1 new"
    assert text_of(button_of(page, thread[2].pk)) == "1 reply · 1 new"


def test_deep_replies_beside_a_collapsed_comment_go_with_it(
    browse: Callable[[User], Client], alice: User, bob: User
) -> None:
    """Past the sixth level replies stand beside what they answer, in the same list."""
    deepest: list[object] = [[[], []], []]
    for _level in range(5):
        deepest = [deepest]
    thread = make_thread(deepest, by=alice)
    *_above, at_the_last_indent, below, its_reply, its_other, second = thread
    collapse(below, reader=bob, at=NOON)

    page = read(browse(bob), f"/c/{thread[0].pk}")

    assert "in-collapsed" not in item_of(page, below.pk)
    assert [pk for pk in ids_on(page) if "in-collapsed" in item_of(page, pk)] == [its_reply.pk, its_other.pk]
    assert "in-collapsed" not in item_of(page, second.pk)
    assert at_the_last_indent.level == below.level - 1


def test_a_row_that_leads_on_goes_with_the_branch_that_it_belongs_to(
    browse: Callable[[User], Client], alice: User, bob: User
) -> None:
    deepest: list[object] = [[[]]]
    for _level in range(5):
        deepest = [deepest]
    thread = make_thread(deepest, by=alice)
    last_shown = thread[6]
    collapse(last_shown, reader=bob, at=NOON)

    page = read(browse(bob), thread[0].article.get_absolute_url())

    assert re.search(rf'<li class="in-collapsed"><a class="continue" href="/c/{last_shown.pk}"', page)


def test_an_opened_fold_shows_what_is_collapsed_in_it(browse: Callable[[User], Client], alice: User, bob: User) -> None:
    thread = make_thread([*([] for _ in range(7)), [[]]], by=alice)
    collapse(thread[8], reader=bob, at=NOON)

    page = read(browse(bob), f"/c/{thread[0].pk}/replies?past={thread[6].pk}", htmx=True)

    assert away_on(page) == [thread[8].pk]


def test_a_permalink_never_collapses_what_it_leads_to(
    browse: Callable[[User], Client], thread: list[Comment], bob: User
) -> None:
    for comment in thread[:2]:
        collapse(comment, reader=bob, at=NOON)

    assert away_on(read(browse(bob), f"/c/{thread[0].pk}")) == [thread[1].pk]
    assert away_on(read(browse(bob), f"/c/{thread[1].pk}")) == []


def test_what_is_new_and_what_was_found_is_not_collapsed(
    browse: Callable[[User], Client], thread: list[Comment], bob: User, alice: User
) -> None:
    browser, address = browse(bob), thread[0].article.get_absolute_url()
    read(browser, address)
    new = make_comment(to=Comment.objects.get(pk=thread[2].pk), by=alice, text="A new word.")
    collapse(thread[1], reader=bob, at=NOON)

    for page in (read(browser, f"{address}?new=1"), read(browser, f"{address}?q=new+word")):
        assert new.pk in ids_on(page)
        assert away_on(page) == []
        assert "data-collapse" not in page


# -- The address ------------------------------------------------------------------------------------------------------


def test_without_a_script_it_comes_back_to_where_the_reader_stood(
    browse: Callable[[User], Client], thread: list[Comment], bob: User
) -> None:
    """At the head: at the comment itself, a link's target, it would be open."""
    address = thread[0].article.get_absolute_url()
    here = f"http://testserver{address}?order=newest#c4"

    response = browse(bob).post(f"/c/{thread[1].pk}/collapse", headers={"Referer": here})
    from_elsewhere = browse(bob).post(f"/c/{thread[1].pk}/expand", headers={"Referer": "https://example.org/"})

    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"http://testserver{address}?order=newest#h{thread[1].pk}",
    )
    assert from_elsewhere.headers["Location"] == f"{address}#h{thread[1].pk}"


def test_a_script_is_answered_nothing(browse: Callable[[User], Client], thread: list[Comment], bob: User) -> None:
    response = browse(bob).post(f"/c/{thread[1].pk}/collapse", headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (204, b"")
    assert Collapse.objects.count() == 1


def test_nobody_collapses_without_end(browse: Callable[[User], Client], thread: list[Comment], bob: User) -> None:
    browser, (most, _seconds) = browse(bob), settings.RATES["collapse"]

    # Within one minute, however slow the machine.
    with time_machine.travel(timezone.now(), tick=False):
        codes = {browser.post(f"/c/{thread[1].pk}/collapse").status_code for _ in range(most)}
        refused = browser.post(f"/c/{thread[1].pk}/collapse")

    assert codes == {303}
    assert refused.status_code == 429


def test_a_tombstone_is_collapsed_like_any_comment(
    browse: Callable[[User], Client], thread: list[Comment], bob: User, mona: User
) -> None:
    remove_comment(thread[1], by=mona, at=NOON)
    browse(bob).post(f"/c/{thread[1].pk}/collapse")

    page = read(browse(bob), thread[0].article.get_absolute_url())

    assert away_on(page) == [thread[1].pk]


# -- Ways -------------------------------------------------------------------------------------------------------------


def ways_of(page: str, pk: int) -> list[tuple[str, str]]:
    return re.findall(r'<a class="(up|top|next)" href="([^"]+)"', comment_on(page, pk))


def test_ways_lead_up_to_the_top_and_to_the_next_beside(client: Client, alice: User) -> None:
    article = ArticleFactory.create(author=alice)
    root, a, b, deep, other = make_thread([[[[]]], []], on=article, by=alice)
    [following] = make_thread([], on=article, by=alice)

    page = read(client, f"{article.get_absolute_url()}?order=oldest")

    assert ways_of(page, root.pk) == [("next", f"#c{following.pk}")]
    assert ways_of(page, a.pk) == [("next", f"#c{other.pk}"), ("up", f"#c{root.pk}")]
    assert ways_of(page, b.pk) == [("up", f"#c{a.pk}")]
    assert ways_of(page, deep.pk) == [("top", f"#c{root.pk}"), ("up", f"#c{b.pk}")]
    assert ways_of(page, following.pk) == []


def test_a_fold_opened_in_place_leads_up_to_what_it_was_opened_under(client: Client, alice: User) -> None:
    root, *replies = make_thread([[] for _ in range(9)], by=alice)
    url = f"/c/{root.pk}/replies?past={replies[5].pk}"

    assert ways_of(read(client, url, htmx=True), replies[6].pk) == [
        ("next", f"#c{replies[7].pk}"),
        ("up", f"#c{root.pk}"),
    ]
    assert ways_of(read(client, url), replies[6].pk) == [("next", f"#c{replies[7].pk}")]
