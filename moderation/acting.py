"""What those who keep the place do, each act with its entry in the log: one transaction, both or neither.

Every act gives its entry, or None where nothing was changed: it was so already, or somebody else was first. The verbs
that they call know nothing of a log; nothing but this module may call them (`./dev check imports`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.reckoning import locked
from forum.articles.judging import approve_article, decline_article, reconsider_article
from forum.articles.locking import lock_article, unlock_article
from forum.articles.models import Article
from forum.articles.removal import remove_article, restore_article
from forum.comments.folding import fold_comment, unfold_comment
from forum.comments.holding import hold_comment, release_comment, take_release_back
from forum.comments.locking import lock_branch, unlock_branch
from forum.comments.models import Comment
from forum.comments.removal import remove_comment, restore_comment
from forum.comments.trees import tree_transaction
from moderation.log import Done, write
from moderation.models import Act, AutoRuleVersion, LoggedAct, Rule
from moderation.policy import is_own


class NotTheirs(PermissionDenied):
    """In words: a colleague must decide this, or an admin."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """By whom and when; by which rule, and in which words to whom it befalls; what else was done in the same go."""

    by: User
    at: datetime
    rule: Rule | None = None
    note: str = ""
    bulk: UUID | None = None
    reverts: LoggedAct | None = None
    # Something is put on its author in the same go, or taken off them: their row is locked before the log.
    locks_author: bool = False

    def reverting(self, entry: LoggedAct) -> "Decided":
        return replace(self, reverts=entry)


# -- Comments ---------------------------------------------------------------------------------------------------------


@tree_transaction
def remove(comment: Comment, decided: Decided) -> LoggedAct | None:
    done = remove_comment(comment, by=decided.by, at=decided.at)
    return log_of_comment(Act.REMOVE_COMMENT, comment, decided) if done else None


@tree_transaction
def restore(comment: Comment, decided: Decided) -> LoggedAct | None:
    done = restore_comment(comment, by=decided.by)
    return log_of_comment(Act.RESTORE_COMMENT, comment, decided) if done else None


@tree_transaction
def hold(comment: Comment, decided: Decided) -> LoggedAct | None:
    done = hold_comment(comment, at=decided.at)
    return log_of_comment(Act.HOLD_COMMENT, comment, decided) if done else None


@tree_transaction
def release(comment: Comment, decided: Decided) -> LoggedAct | None:
    done = release_comment(comment, at=decided.at)
    return log_of_comment(Act.RELEASE_COMMENT, comment, decided) if done else None


@tree_transaction
def lock_below(comment: Comment, decided: Decided) -> LoggedAct | None:
    done = lock_branch(comment, by=decided.by, at=decided.at)
    return log_of_comment(Act.LOCK_BRANCH, comment, decided) if done else None


@tree_transaction
def unlock_below(comment: Comment, decided: Decided) -> LoggedAct | None:
    done = unlock_branch(comment, by=decided.by)
    return log_of_comment(Act.UNLOCK_BRANCH, comment, decided) if done else None


@tree_transaction
def hold_again(comment: Comment, decided: Decided, *, released_at: datetime) -> LoggedAct | None:
    done = take_release_back(comment, released_at=released_at, at=decided.at)
    return log_of_comment(Act.HOLD_COMMENT, comment, decided) if done else None


@transaction.atomic
def fold_by(version: AutoRuleVersion, comment: Comment, *, at: datetime) -> LoggedAct | None:
    """A rule does it by itself, and says so: no person is asked."""
    if not fold_comment(comment, at=at):
        return None
    return write(
        Done(
            act=Act.FOLD_COMMENT,
            by=None,
            at=at,
            comment=comment,
            person=comment.author,
            rule=version.rule,
            words=comment.body.text,
            note=version.words,
        )
    )


@transaction.atomic
def fold(comment: Comment, decided: Decided) -> LoggedAct | None:
    """Again, where unfolding it is taken back."""
    done = fold_comment(comment, at=decided.at)
    return log_of_comment(Act.FOLD_COMMENT, comment, decided) if done else None


@transaction.atomic
def unfold(comment: Comment, decided: Decided) -> LoggedAct | None:
    if not unfold_comment(comment):
        return None
    folded = LoggedAct.objects.filter(comment=comment, act=Act.FOLD_COMMENT, reverted_by__isnull=True)
    by_rule = folded.filter(reverts__isnull=True).newest_first().first()
    if by_rule and decided.reverts is None:
        decided = decided.reverting(by_rule)
    return log_of_comment(Act.UNFOLD_COMMENT, comment, decided)


# -- Articles ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def lock(article: Article, decided: Decided) -> LoggedAct | None:
    done = lock_article(article, by=decided.by, at=decided.at)
    return log_of_article(Act.LOCK_ARTICLE, article, decided) if done else None


@transaction.atomic
def unlock(article: Article, decided: Decided) -> LoggedAct | None:
    done = unlock_article(article, by=decided.by)
    return log_of_article(Act.UNLOCK_ARTICLE, article, decided) if done else None


@transaction.atomic
def approve(article: Article, decided: Decided) -> LoggedAct | None:
    done = approve_article(article, by=decided.by, at=decided.at)
    return log_of_article(Act.APPROVE_ARTICLE, article, decided) if done else None


@transaction.atomic
def decline(article: Article, decided: Decided) -> LoggedAct | None:
    # Its author is told why in any case.
    because = decided.note or (decided.rule.title if decided.rule else "")
    done = decline_article(article, by=decided.by, because=because, at=decided.at)
    return log_of_article(Act.DECLINE_ARTICLE, article, decided) if done else None


@transaction.atomic
def reconsider(article: Article, decided: Decided) -> LoggedAct | None:
    done = reconsider_article(article, by=decided.by)
    return log_of_article(Act.RECONSIDER_ARTICLE, article, decided) if done else None


@transaction.atomic
def take_down(article: Article, decided: Decided) -> LoggedAct | None:
    done = remove_article(article, by=decided.by, at=decided.at)
    return log_of_article(Act.REMOVE_ARTICLE, article, decided) if done else None


@transaction.atomic
def put_back(article: Article, decided: Decided) -> LoggedAct | None:
    done = restore_article(article, by=decided.by)
    return log_of_article(Act.RESTORE_ARTICLE, article, decided) if done else None


# -- Both ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def look_at(thing: Comment | Article, decided: Decided) -> LoggedAct:
    """Nothing is changed, and that somebody looked is logged."""
    if isinstance(thing, Comment):
        return log_of_comment(Act.KEEP, thing, decided)
    return log_of_article(Act.KEEP, thing, decided)


# -- Their entries ----------------------------------------------------------------------------------------------------


def log_of_comment(act: Act, comment: Comment, decided: Decided) -> LoggedAct:
    """The words are kept as they were: edited afterwards, it is still known what was judged."""
    judged_by_another(comment, decided)
    return write(done_by(act, decided, comment=comment, person=comment.author, words=comment.body.text))


def log_of_article(act: Act, article: Article, decided: Decided) -> LoggedAct:
    judged_by_another(article, decided)
    return write(done_by(act, decided, article=article, person=article.author, words=article.full_title))


def judged_by_another(thing: Comment | Article, decided: Decided) -> None:
    """Nobody judges their own words: where somebody did, nothing is done. Raises NotTheirs."""
    if is_own(decided.by, thing):
        raise NotTheirs(_("Yours: a colleague must decide."))
    if decided.locks_author:
        locked(thing.author)


def done_by(
    act: Act,
    decided: Decided,
    *,
    person: User,
    words: str,
    comment: Comment | None = None,
    article: Article | None = None,
) -> Done:
    return Done(
        act=act,
        by=decided.by,
        at=decided.at,
        comment=comment,
        article=article,
        person=person,
        words=words,
        rule=decided.rule,
        note=decided.note,
        bulk=decided.bulk,
        reverts=decided.reverts,
    )
