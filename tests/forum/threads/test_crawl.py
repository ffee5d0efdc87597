"""Following only the promised links finds everything that is listed, and every fold keeps its word."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from tests.crawler import Found, crawl
from tests.make import LONG_AGO, ArticleFactory, make_thread
from tests.needs import shared
from tests.sizes import at_full_size

# The 584-comment and the 48-deep ones are among the first; a full run reads them all.
EVERYDAY = ["threads-reddit-italia.jsonl", "threads-discourse-urho.jsonl", "threads-n4g-seed.jsonl"]


def listed() -> dict[int, Found]:
    """What a crawl should find. A tombstone has no author, and neither has somebody without a name."""
    return {
        comment.pk: Found(
            comment.pk, comment.author.name if comment.is_published else "", comment.level, comment.parent_id
        )
        for comment in Comment.objects.listed().select_related("author")
    }


def chain_of(length: int) -> list[object]:
    shape: list[object] = []
    for _ in range(length - 1):
        shape = [shape]
    return shape


@pytest.mark.django_db
def test_everything_in_real_threads_is_found() -> None:
    files = sorted(shared("threads").glob("threads-*.jsonl"))
    chosen = [file for file in files if at_full_size(everyday=file.name in EVERYDAY, full=True)]
    call_command("import_threads", *map(str, chosen), verbosity=0)

    found = crawl(Client())

    assert found.comments == listed()
    assert found.faults == []
    assert len(chosen) >= len(EVERYDAY)


def test_pages_of_threads_articles_folds_and_branches_lead_on(alice: User) -> None:
    article = ArticleFactory.create(author=alice)
    for _ in range(203):
        make_thread([], on=article, by=alice)
    make_thread([[] for _ in range(120)], on=article, by=alice)
    make_thread(chain_of(70), on=article, by=alice)
    ArticleFactory.create_batch(61, author=alice)

    found = crawl(Client())

    assert found.comments == listed()
    assert (len(found.comments), len(found.articles), len(set(found.articles))) == (203 + 121 + 70, 62, 62)
    assert found.faults == []


@pytest.mark.parametrize("shown", [2, 10])
def test_whoever_shows_few_or_many_replies_finds_the_same(
    browse: Callable[[User], Client], alice: User, mona: User, shown: int
) -> None:
    article = ArticleFactory.create(author=alice)
    make_thread([[[] for _ in range(13)] for _ in range(13)], on=article, by=alice)
    _root, *replies = make_thread([[[[], []], [], []], *([] for _ in range(60))], on=article, by=alice)
    make_thread(chain_of(20), on=article, by=alice)
    for reply in replies[5:8]:
        remove_comment(reply, by=mona, at=LONG_AGO)
    User.objects.filter(pk=alice.pk).update(replies_shown=shown)

    found = crawl(browse(alice))

    assert found.comments == listed()
    assert found.faults == []


def test_tombstones_are_found_and_what_is_not_listed_is_not(alice: User, mona: User) -> None:
    _root, answered, _reply, alone = make_thread([[[]], []], by=alice)
    for comment in (answered, alone):
        remove_comment(comment, by=mona, at=LONG_AGO)

    found = crawl(Client())

    assert found.comments == listed()
    assert answered.pk in found.comments
    assert alone.pk not in found.comments
    assert found.faults == []


def test_the_crawl_reports_a_fold_that_promises_too_much(alice: User) -> None:
    root, *_replies = make_thread([[] for _ in range(9)], by=alice)
    Comment.objects.filter(pk=root.pk).update(reply_count=F("reply_count") + 1)

    assert len(crawl(Client()).faults) == 1
