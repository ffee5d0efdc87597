"""Forty replies between two visits, by the verbs that readers and moderators use, and which of them are new."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from forum.lib.screening import Draft, Verdict, dismiss, hold, screener
from forum.threads.reading import BRANCH_PAGE, PAGE
from forum.threads.visits import JUST_BEFORE
from tests.make import LONG_AGO, make_comment, make_thread


@contextmanager
def everything_held() -> Iterator[None]:
    def hold_it(draft: Draft, *, author_id: int) -> Verdict:
        return hold("to be looked at")

    screener(hold_it)
    try:
        yield
    finally:
        dismiss(hold_it)


@dataclass(frozen=True)
class Old:
    """What a reader finds at the first visit: two pages of threads, the first with a long fold and a deep branch."""

    article: Article
    top: Comment
    # Of the first thread what is shown at once; of the second the last, which depth alone hides.
    shown: Comment
    deep: Comment
    # Waits since before the visit, further down.
    waiting: Comment
    # A thread of the first page, and one of the second.
    middle: Comment
    late: Comment


def old_discussion(article: Article, *, by: User) -> Old:
    depths: list[object] = []
    for _level in range(9):
        depths = [depths]
    thread = make_thread([[] for _ in range(BRANCH_PAGE + 20)], on=article, by=by)
    branch = make_thread(depths, on=article, by=by)
    pks = plant_threads(
        article,
        [
            Seed(f"lone {n}", None, by.pk, LONG_AGO + timedelta(days=1, minutes=n), f"Lone {n}", f"<p>Lone {n}</p>")
            for n in range(PAGE + 5)
        ],
    )
    lone = Comment.objects.in_bulk(pks.values())
    with everything_held():
        waiting = make_comment(to=lone[pks["lone 3"]])
    middle, late = lone[pks["lone 7"]], lone[pks[f"lone {PAGE + 3}"]]
    return Old(article, thread[0], thread[1], branch[-1], waiting, middle, late)


def forty_replies(old: Old, *, reader: User, moderator: User) -> set[int]:
    """Between the visits; the ids of those that are new to the reader."""
    now = timezone.now()
    release_comment(old.waiting, at=now)
    new = [old.waiting]
    with time_machine.travel(now - JUST_BEFORE / 2, tick=False):
        new.append(make_comment(to=old.middle))  # began before the visit, and was committed after it
    new += [make_comment(to=old.top) for _ in range(8)]
    new += [make_comment(to=old.shown) for _ in range(3)]
    new += [make_comment(to=old.deep) for _ in range(2)]
    new += [make_comment(to=old.late) for _ in range(6)]
    new += [make_comment(on=old.article) for _ in range(4)]
    new += [make_comment(to=new[-1]) for _ in range(3)]
    own = [make_comment(to=old.middle, by=reader) for _ in range(2)]
    new.append(make_comment(to=own[0]))
    with everything_held():
        held = [make_comment(to=old.top) for _ in range(4)]
    for comment in held[:2]:
        release_comment(comment, at=timezone.now())
    new += held[:2]
    gone = [make_comment(to=old.top) for _ in range(4)]
    new.append(make_comment(to=gone[0]))
    for comment in gone[:3]:
        remove_comment(comment, by=moderator, at=timezone.now())
    delete_comment(gone[3], at=timezone.now())
    hold_comment(new.pop(2), at=timezone.now())
    return {comment.pk for comment in new}


def in_page_order(pks: set[int], *, order: str) -> list[int]:
    """Threads by their beginning, replies in tree order: worked out from the rows alone."""
    comments = list(Comment.objects.filter(pk__in=pks))
    began = dict(Comment.objects.filter(parent=None).values_list("pk", "published_at"))
    comments.sort(key=lambda one: one.lft)
    comments.sort(key=lambda one: (began[one.tree_id], one.tree_id), reverse=order == "newest")
    return [comment.pk for comment in comments]
