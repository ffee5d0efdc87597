from collections.abc import Callable, Iterator

import pytest

from forum.comments.models import Comment
from forum.events import receiving
from forum.events.models import Delivery
from forum.lib.screening import Screener, dismiss, screener

EVENTS = [
    "comment_published",
    "comment_held",
    "comment_released",
    "comment_edited",
    "comment_unfolded",
    "comment_removed",
    "comment_restored",
    "comment_deleted",
    "comment_undeleted",
    "branch_moved",
    "branch_locked",
    "branch_unlocked",
    "article_merged",
    "thread_planted",
]

type NowOf = Callable[[Comment], Comment]
type Announced = Callable[[], list[tuple[str, dict[str, int]]]]


def take_no_notice(**ids: int) -> None:
    """What receives here is only the row in the outbox."""


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Announced:
    """`announced()`: every event of comments since the test began, with its ids, in order."""
    # Put back afterwards: a registration lasts as long as the process.
    monkeypatch.setattr(receiving, "_names_by_event", {})
    for event in EVENTS:
        receiving.receiver(event)(take_no_notice)
    earlier = set(Delivery.objects.values_list("pk", flat=True))
    return lambda: list(Delivery.objects.exclude(pk__in=earlier).order_by("pk").values_list("event", "ids"))


@pytest.fixture
def screening() -> Iterator[Callable[[Screener], Screener]]:
    """`screening(judge)`: have drafts shown to `judge` until the test is over."""
    asked: list[Screener] = []

    def ask(judge: Screener) -> Screener:
        asked.append(screener(judge))
        return judge

    yield ask
    for judge in asked:
        dismiss(judge)


@pytest.fixture
def now_of(db: None) -> NowOf:
    """`now_of(comment)`: the comment as it is in the database now."""
    return lambda comment: Comment.objects.select_related("article", "body").get(pk=comment.pk)
