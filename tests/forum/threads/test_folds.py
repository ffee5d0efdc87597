from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from forum.comments.models import Comment
from tests.crawler import Page
from tests.make import LONG_AGO, make_comment, make_thread
from tests.pages import comment_on, ids_on, read, text_of


@pytest.fixture
def long_list(alice: User) -> list[Comment]:
    """A thread with 120 direct replies: an article's page shows six of them."""
    return make_thread([[] for _ in range(120)], by=alice)


def fold_of(thread: list[Comment]) -> str:
    return f"/c/{thread[0].pk}/replies?past={thread[6].pk}"


def test_an_opened_fold_goes_on_in_pages_of_fifty(client: Client, long_list: list[Comment]) -> None:
    url: str | None = fold_of(long_list)
    sizes, ids = [], []

    while url:
        page = Page(url, read(client, url))
        sizes.append(len(page.comments))
        ids += [comment.id for comment in page.comments]
        url = page.next

    assert sizes == [50, 50, 14]
    assert ids == [reply.pk for reply in long_list[7:]]


def test_a_fold_begins_after_the_whole_branch_of_the_last_reply_shown(client: Client, alice: User) -> None:
    root, *rest = make_thread([[], [], [], [], [], [[], []], [], []], by=alice)
    *_shown, last_shown, _its_reply, _its_other, first_hidden, second_hidden = rest

    page = read(client, f"/c/{root.pk}/replies?past={last_shown.pk}")

    assert ids_on(page) == [first_hidden.pk, second_hidden.pk]


def test_replies_written_between_two_pages_repeat_nothing_and_hide_nothing(
    client: Client, long_list: list[Comment], bob: User
) -> None:
    first = Page(fold_of(long_list), read(client, fold_of(long_list)))
    assert first.next
    early = make_comment(to=long_list[2], by=bob)
    late = make_comment(to=long_list[0], by=bob)

    rest = [*ids_on(read(client, first.next)), *ids_on(read(client, Page("", read(client, first.next)).next or ""))]

    assert [comment.id for comment in first.comments] + rest == [reply.pk for reply in long_list[7:]] + [late.pk]
    assert early.pk not in rest


def test_the_page_says_whom_it_answers_without_counting_them(client: Client, long_list: list[Comment]) -> None:
    page = read(client, fold_of(long_list))

    assert long_list[0].pk not in ids_on(page)
    assert "More replies below the comment by alice" in page
    first, second = ids_on(page)[:2]
    assert "in reply to alice" in text_of(comment_on(page, first))
    assert "in reply to" not in comment_on(page, second)


def test_a_page_that_begins_inside_a_branch_names_whom_its_first_row_answers(
    client: Client, alice: User, bob: User
) -> None:
    thread = make_thread([[], [], [], [], [], [], [[] for _ in range(60)]], by=alice)
    _root, *_shown, folded = [comment for comment in thread if comment.level < 2]
    url = f"/c/{thread[0].pk}/replies?past={thread[6].pk}"

    second = read(client, Page(url, read(client, url)).next or "")

    first_row = ids_on(second)[0]
    assert Comment.objects.get(pk=first_row).parent_id == folded.pk
    assert f'<a class="answers" href="/c/{folded.pk}">in reply to alice</a>' in comment_on(second, first_row)


def test_htmx_gets_the_items_alone_and_a_link_to_the_next_in_their_place(
    client: Client, long_list: list[Comment]
) -> None:
    whole, items = read(client, fold_of(long_list)), read(client, fold_of(long_list), htmx=True)

    assert items.strip().startswith("<li>")
    assert "<html" not in items
    assert ids_on(items) == ids_on(whole)
    link = items[items.index('<li class="more">') :]
    assert 'rel="next"' in link
    assert 'hx-target="closest li"' in link
    assert "data-reveals" in link


def test_in_place_lists_nest_no_deeper_than_the_list_they_are_put_into_lets_them(client: Client, alice: User) -> None:
    # Under the comment at the fifth level one reply is shown; the second has a branch of its own.
    thread = make_thread([[[[[[], [[[]]]]]]]], by=alice)
    fifth = next(comment for comment in thread if comment.level == 4)
    shown = next(comment for comment in thread if comment.level == 5)
    url = f"/c/{fifth.pk}/replies?past={shown.pk}"

    in_place, own_page = read(client, url, htmx=True), read(client, url)

    assert ids_on(in_place) == ids_on(own_page)
    assert in_place.count('<ol class="replies">') == 0
    assert in_place.count('class="deep"') == 2
    assert own_page.count('<ol class="replies">') == 2


def test_the_fold_row_can_be_opened_by_a_script_in_place(client: Client, long_list: list[Comment]) -> None:
    page = read(client, long_list[0].article.get_absolute_url())

    row = page[page.index('<a class="fold"') :].partition("</a>")[0]

    assert f'hx-get="{fold_of(long_list)}" hx-target="closest li" hx-swap="outerHTML"' in row
    assert 'aria-expanded="false"' in row
    assert "data-reveals" in row


def test_the_last_reply_is_the_newest_below_the_comment_wherever_it_stands(
    client: Client, alice: User, bob: User
) -> None:
    with time_machine.travel(LONG_AGO, tick=False):
        root, first, *_ = make_thread([[] for _ in range(8)], by=alice)
    with time_machine.travel(LONG_AGO + timedelta(days=2), tick=False):
        make_comment(to=first, by=bob)

    with time_machine.travel(LONG_AGO + timedelta(days=5, hours=1), tick=False):
        page = read(client, root.article.get_absolute_url())

    assert "+ Show (2) more replies Last reply 3d ago" in text_of(page)


@pytest.mark.parametrize("query", ["", "?past=", "?past=x", "?past=-1", "?past=1&after=²", f"?past={10**18}"])
def test_a_fold_that_never_was_is_a_bad_request(client: Client, long_list: list[Comment], query: str) -> None:
    assert client.get(f"/c/{long_list[0].pk}/replies{query}").status_code == 400


@pytest.mark.parametrize("past", ["999999999999999999", "0"])
def test_a_fold_past_no_reply_of_it_is_empty(client: Client, long_list: list[Comment], past: str) -> None:
    page = read(client, f"/c/{long_list[0].pk}/replies?past={past}")

    assert ids_on(page) == []
    assert "There is nothing after this." in page
