"""Moving a branch to another article and merging articles, each with its entry in the log, and taking that back.

An entry keeps from where to where; beside it stands which threads were moved and what they answered (MovedThread).
"""

from collections.abc import Iterable

from forum.articles.models import Article
from forum.comments import trees
from forum.comments.merging import merge_article, take_apart
from forum.comments.models import Comment
from forum.comments.moving import move_branch, return_branch
from moderation.acting import Decided, done_by
from moderation.log import write
from moderation.models import Act, LoggedAct, MovedThread

# Rows an INSERT: SQLite binds at most 32,766 values a statement.
BATCH = 1000


@trees.tree_transaction
def move(comment: Comment, to: Article, decided: Decided) -> LoggedAct | None:
    """None where it stands there already. Raises Refused with words for the moderator."""
    before = trees.lock(comment)
    if not move_branch(comment, to=to, by=decided.by):
        return None
    entry = log_move(Act.MOVE_BRANCH, comment, decided, origin=before.article, to=to)
    note_threads(entry, [comment.pk], parent=before.parent_id)
    return entry


def move_back(entry: LoggedAct, decided: Decided) -> LoggedAct | None:
    """Below what it answered, wherever that is now; to its article where it was a thread. None if it moved on since.

    Raises Refused with words for the moderator.
    """
    moved = entry.moved_threads.select_related("thread__author", "thread__body", "parent").get()
    thread, there, origin = moved.thread, entry.to_article, entry.from_article
    if there is None or origin is None:
        return None
    if moved.parent is not None:
        done = return_branch(thread, to=moved.parent, away_from=there.pk, by=decided.by)
    else:
        done = stands_on(thread, there) and move_branch(thread, to=origin.merged_into or origin, by=decided.by)
    if not done:
        return None
    thread.refresh_from_db()
    return log_move(Act.RETURN_BRANCH, thread, decided, origin=there, to=thread.article)


def stands_on(thread: Comment, article: Article) -> bool:
    return trees.lock(thread).parent_id is None and Comment.objects.on(article).filter(pk=thread.pk).exists()


@trees.tree_transaction
def merge(article: Article, into: Article, decided: Decided) -> LoggedAct | None:
    """None where it is merged into that one already. Raises Refused with words for the moderator."""
    threads = merge_article(article, into=into, by=decided.by, at=decided.at)
    if threads is None:
        return None
    entry = log_merge(Act.MERGE_ARTICLE, article, decided, origin=article, to=into)
    note_threads(entry, threads)
    return entry


def unmerge(entry: LoggedAct, decided: Decided) -> LoggedAct | None:
    """None where it is not merged into that one any more."""
    article, there = entry.article, entry.to_article
    if article is None or there is None or article.merged_into_id != there.pk:
        return None
    threads = list(entry.moved_threads.values_list("thread", flat=True))
    if not take_apart(article, threads=threads, by=decided.by):
        return None
    return log_merge(Act.TAKE_APART, article, decided, origin=there, to=article)


def log_move(act: Act, comment: Comment, decided: Decided, *, origin: Article, to: Article) -> LoggedAct:
    done = done_by(act, decided, comment=comment, person=comment.author, words=comment.body.text)
    return write(done.moving(origin, to))


def log_merge(act: Act, article: Article, decided: Decided, *, origin: Article, to: Article) -> LoggedAct:
    done = done_by(act, decided, article=article, person=article.author, words=article.full_title)
    return write(done.moving(origin, to))


def note_threads(entry: LoggedAct, threads: Iterable[int], *, parent: int | None = None) -> None:
    MovedThread.objects.bulk_create(
        (MovedThread(entry=entry, thread_id=thread, parent_id=parent) for thread in threads), BATCH
    )
