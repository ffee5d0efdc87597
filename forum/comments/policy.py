"""Who may do what with a comment. Templates, views and rows of the lean list ask the same predicates.

`comment` is anything with the facts of one: a model instance or a row of forum.threads.reading.
"""

from datetime import datetime
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.restrictions import may_take_part, why_kept_out

type Viewer = User | AnonymousUser


class CommentFacts(Protocol):
    @property
    def author_id(self) -> int: ...
    @property
    def held_at(self) -> datetime | None: ...
    @property
    def removed_at(self) -> datetime | None: ...
    @property
    def deleted_at(self) -> datetime | None: ...
    @property
    def is_locked(self) -> bool: ...


class ArticleFacts(Protocol):
    @property
    def why_closed(self) -> str: ...


def is_author(viewer: Viewer, comment: CommentFacts) -> bool:
    return viewer.pk is not None and viewer.pk == comment.author_id


def is_moderator(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.is_active and viewer.moderates


def is_published(comment: CommentFacts) -> bool:
    return comment.held_at is None and comment.removed_at is None and comment.deleted_at is None


# The words of a published comment are everybody's. Held, removed and deleted ones are its author's and the moderators'.


def may_read(viewer: Viewer, comment: CommentFacts) -> bool:
    return is_published(comment) or is_author(viewer, comment) or is_moderator(viewer)


# Whoever takes part (accounts.restrictions) may comment, unless the article is closed. Only what readers can read can
# be answered, and nothing in a locked branch.


def may_comment(viewer: Viewer, article: ArticleFacts) -> bool:
    return may_take_part(viewer) and not article.why_closed


def why_not_comment(viewer: Viewer, article: ArticleFacts) -> str:
    """In words, for who is signed in; empty where they may."""
    return why_kept_out(viewer) or article.why_closed


def may_reply(viewer: Viewer, comment: CommentFacts, article: ArticleFacts) -> bool:
    return may_comment(viewer, article) and is_published(comment) and not comment.is_locked


def why_not_reply(comment: CommentFacts) -> str:
    """In words, for who may comment; empty where they may."""
    if comment.is_locked:
        return _("This branch is locked: it can be read, but not continued.")
    return "" if is_published(comment) else _("What you are answering is not there any more.")


# Whoever takes part votes on what all can read, but not on what they wrote. A lock ends the talk, not the reading:
# votes stay open.


def may_vote(viewer: Viewer, comment: CommentFacts) -> bool:
    return may_take_part(viewer) and is_published(comment) and not is_author(viewer, comment)


# Whoever is signed in tells moderators of what all can read, but not of what they wrote.


def may_report(viewer: Viewer, comment: CommentFacts) -> bool:
    return may_take_part(viewer) and is_published(comment) and not is_author(viewer, comment)


# Authors who take part edit what is not gone, closed or not: mending one's own words is no new discussion.


def may_edit(viewer: Viewer, comment: CommentFacts) -> bool:
    is_there = comment.removed_at is None and comment.deleted_at is None
    return is_author(viewer, comment) and is_there and may_take_part(viewer)


# Authors delete and take that back at any time; what a moderator removed stays the moderators' to restore.


def may_delete(viewer: Viewer, comment: CommentFacts) -> bool:
    return is_author(viewer, comment) and comment.deleted_at is None and comment.removed_at is None


def may_undelete(viewer: Viewer, comment: CommentFacts) -> bool:
    return is_author(viewer, comment) and comment.deleted_at is not None


# Moderators remove and restore what others wrote: nobody judges their own words.


def judges(viewer: Viewer, comment: CommentFacts) -> bool:
    return is_moderator(viewer) and not is_author(viewer, comment)


def may_remove(viewer: Viewer, comment: CommentFacts) -> bool:
    is_there = comment.removed_at is None and comment.deleted_at is None
    return judges(viewer, comment) and is_there


def may_restore(viewer: Viewer, comment: CommentFacts) -> bool:
    return judges(viewer, comment) and comment.removed_at is not None


# Moderators lock a branch against replies and move it to another article, whatever became of the comment itself: the
# talk below it goes on.


def may_tend(viewer: Viewer, comment: CommentFacts) -> bool:
    return is_moderator(viewer)


# Moderators hold what readers can read, until they have judged it, and release what waits for that.


def may_hold(viewer: Viewer, comment: CommentFacts) -> bool:
    return judges(viewer, comment) and is_published(comment)


def may_release(viewer: Viewer, comment: CommentFacts) -> bool:
    waits = comment.held_at is not None and comment.removed_at is None and comment.deleted_at is None
    return judges(viewer, comment) and waits


# A person takes back what a rule folded.


class FoldFacts(Protocol):
    @property
    def folded_at(self) -> datetime | None: ...


def may_unfold(viewer: Viewer, words: FoldFacts) -> bool:
    return is_moderator(viewer) and words.folded_at is not None


# The history of what can be read by all is public; one earlier text may be blanked by its author or a moderator.


def may_see_history(viewer: Viewer, comment: CommentFacts) -> bool:
    return may_read(viewer, comment)


def may_blank(viewer: Viewer, comment: CommentFacts) -> bool:
    return is_author(viewer, comment) or is_moderator(viewer)
