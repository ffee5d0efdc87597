"""What changed under an article since a page of it was made: what came, and what is said of the scores that it shows.

The same for everybody, as only what everybody may read is told of, and of that where it stands, not what it says. So
the answer to one is kept for all, for as long as nothing changes.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache
from django.core.exceptions import BadRequest

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.waking import VERSION_LASTS
from forum.lib.pagination import number_of
from forum.threads import labels
from forum.threads.reading import ANCESTORS, PAGE, upward
from forum.threads.tree import most_shown
from forum.votes.voters import Voters, points

# The latest comments that are told of: with more than these a page is better loaded anew.
MOST = 50
# Of one page: its comments, and those of folds that were opened.
MOST_SCORES = 2 * (PAGE + most_shown(10))
_IDS = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})*", re.ASCII)

# When it was published, its id, and the ids of what it answers: the nearest first, at last its thread.
type Arrival = tuple[int, int, list[int]]
type Latest = tuple[int, datetime | None, int, int | None]


def ids_in(word: str, *, most: int) -> list[int]:
    """Raises BadRequest for what no page of ours asks."""
    if not word:
        return []
    if not _IDS.fullmatch(word) or word.count(".") >= most:
        raise BadRequest("no comments")
    return [int(pk) for pk in word.split(".")]


def live_from(article: Article) -> int:
    """Where an open page begins to look: what was published later came since. 0 where nothing can come."""
    return number_of(article.last_comment_at or article.published_at) if article.published_at else 0


def changes_on(article: Article, *, version: str, shown: Sequence[int], now: datetime) -> dict[str, object]:
    """`version` is what it had before anything was looked up (forum.events.waking.version_of)."""
    key = f"arrivals:{article.pk}:{version}"
    arrivals: list[Arrival] | None = cache.get(key) if version else None
    if arrivals is None:
        arrivals = latest_on(article)
        if version:
            cache.set(key, arrivals, VERSION_LASTS)
    return {
        "arrivals": arrivals,
        # In words, for so many of them.
        "replies": [labels.new_replies(count, is_more=count == MOST) for count in range(1, len(arrivals) + 1)],
        "scores": scores_on(article, shown, now=now),
    }


def latest_on(article: Article) -> list[Arrival]:
    """The latest first."""
    latest = Comment.objects.on(article).published().listed().newest_first()[:MOST]
    rows: list[Latest] = list(latest.values_list("pk", "published_at", "tree_id", "parent_id"))
    up = [parent for *_rest, parent in rows if parent is not None]
    above = Comment.objects.filter(pk__in=upward(up, ANCESTORS)) if up else Comment.objects.none()
    parents: dict[int, int | None] = dict(above.values_list("pk", "parent_id"))
    return [(number_of(at), pk, path_to(tree, parent, parents)) for pk, at, tree, parent in rows if at]


def path_to(tree: int, parent: int | None, parents: dict[int, int | None]) -> list[int]:
    path: list[int] = []
    while parent is not None and parent in parents and len(path) < ANCESTORS:
        path.append(parent)
        parent = parents[parent]
    # Further up than was looked, there is always its thread.
    return path if parent is None else [*path, tree]


def scores_on(article: Article, shown: Sequence[int], *, now: datetime) -> dict[str, str]:
    """In words, by comment; the article's own by no number. Nothing of what is nobody's to see yet."""
    voters = Voters(now)
    comments = Comment.objects.on(article).published().filter(pk__in=shown)
    told = {
        str(pk): points(score)
        for pk, score, at in comments.values_list("pk", "score", "published_at")
        if not voters.hides(at)
    }
    return told if voters.hides(article.published_at) else told | {"": points(article.score)}
