"""What an article said before, and what each edit changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.articles.comparing import Part, changed, whole
from forum.articles.models import Article, ArticleRevision
from forum.articles.writing import said, said_by
from forum.lib.stamps import Stamp, stamp

# As of a comment (forum.threads.history): hostile texts take a while to compare.
PAGE = 5


@dataclass(frozen=True)
class Version:
    """One state of an article, with what changed since the one before."""

    written: Stamp
    parts: Sequence[Part]
    is_current: bool


@dataclass(frozen=True)
class History:
    versions: list[Version]
    # The revision after which the next page begins, when there is one.
    next_after: int | None


def history_of(article: Article, *, after: int | None, now: datetime) -> History:
    """The states after a revision, the first first. The current one, the last, is no revision yet."""
    revisions = list(article.revisions.all())
    start = sum(revision.pk <= (after or 0) for revision in revisions)
    states: list[ArticleRevision | None] = [*revisions, None]
    shown = [
        version_at(article, revisions[place - 1] if place else None, states[place], now)
        for place in range(start, min(start + PAGE, len(states)))
    ]
    last = start + PAGE - 1
    return History(shown, next_after=revisions[last].pk if last < len(revisions) else None)


def version_at(
    article: Article, before: ArticleRevision | None, revision: ArticleRevision | None, now: datetime
) -> Version:
    words = said(revision, tag_names=revision.tag_names) if revision else said_by(article)
    written_at = revision.written_at if revision else article.edited_at or article.began_at
    parts = changed(said(before, tag_names=before.tag_names), words) if before else whole(words)
    return Version(stamp(written_at, now), parts, is_current=revision is None)
