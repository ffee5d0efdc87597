"""Appealing against a decision, and answering that.

The appeal's row is the first lock, the case's the next, then those of the act that is taken back (moderation.undoing).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.comments.trees import tree_transaction
from forum.events.announcing import announce
from moderation.acting import Decided, done_by, log_of_article, log_of_comment
from moderation.log import write
from moderation.models import Act, Appeal, Case, LoggedAct
from moderation.policy import who_may_restrict
from moderation.restricting import lift
from moderation.undoing import CannotUndo, take_back

# Six months, in which Article 20 of the Digital Services Act wants complaints to be taken.
WITHIN = timedelta(days=183)


class CannotAppeal(Exception):
    """In words: this decision cannot be appealed against, or not any more."""


class AlreadyAnswered(Exception):
    """A colleague was first: the appeal as they left it."""

    def __init__(self, appeal: Appeal) -> None:
        super().__init__(str(appeal))
        self.appeal = appeal


def may_appeal(person: User, entry: LoggedAct, *, now: datetime) -> bool:
    """Whether an appeal would be taken, were there none yet."""
    return entry.particulars.person_id == person.pk and is_in_force(entry) and now - entry.written_at <= WITHIN


def is_in_force(entry: LoggedAct) -> bool:
    """Whether something is left that could be taken back."""
    if hasattr(entry, "reverted_by"):
        return False
    stands = STANDS.get(Act(entry.act), is_still_restricted)
    return bool(stands(entry))


def is_still_there(entry: LoggedAct) -> bool:
    comment = entry.comment
    return comment is not None and comment.article_id == entry.to_article_id and comment.parent_id is None


def is_still_merged(entry: LoggedAct) -> bool:
    return entry.article is not None and entry.article.merged_into_id == entry.to_article_id


def is_still_restricted(entry: LoggedAct) -> bool:
    restriction = entry.particulars.restriction
    return restriction is not None and restriction.lifted_at is None


# By what was done to a thing, what tells that it still is so. Every other act put something on a person.
STANDS: dict[Act, Callable[[LoggedAct], object]] = {
    Act.REMOVE_COMMENT: attrgetter("comment.removed_at"),
    Act.FOLD_COMMENT: attrgetter("comment.body.folded_at"),
    Act.LOCK_BRANCH: attrgetter("comment.locked_at"),
    Act.MOVE_BRANCH: is_still_there,
    Act.REMOVE_ARTICLE: attrgetter("article.removed_at"),
    Act.DECLINE_ARTICLE: attrgetter("article.declined_at"),
    Act.LOCK_ARTICLE: attrgetter("article.locked_at"),
    Act.MERGE_ARTICLE: is_still_merged,
}


def appeal(entry: LoggedAct, *, by: User, text: str, at: datetime) -> Appeal:
    """Once: a second one gives the first. Raises CannotAppeal."""
    if made := Appeal.objects.filter(decision=entry).first():
        return made
    if not may_appeal(by, entry, now=at):
        raise CannotAppeal(_("This can no longer be appealed against."))
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                decision=entry, by=by, text=text, made_at=at, first_decider=entry.particulars.by
            )
            announce("appeal_made", appeal_id=made.pk)
            return made
    except IntegrityError:
        return Appeal.objects.get(decision=entry)


@tree_transaction
def answer(pk: int, decided: Decided, *, overturn: bool) -> LoggedAct:
    """Let the decision stand, or take it back: its thing is as it was before, and its case is closed by that.

    Raises PermissionDenied for whoever made the decision, AlreadyAnswered where a colleague was first.
    """
    made = Appeal.objects.for_answer().locked(pk)
    if why := why_not_answer(decided.by, made):
        raise PermissionDenied(why)
    if made.decided_at:
        raise AlreadyAnswered(made)
    if overturn:
        overturn_decision(made.decision, decided)
    outcome = log_of_answer(Act.OVERTURN if overturn else Act.UPHOLD, made, decided)
    Appeal.objects.filter(pk=pk).update(decided_at=decided.at, decided_by=decided.by, outcome=outcome)
    announce("appeal_answered", appeal_id=pk)
    return outcome


def is_own_decision(made: Appeal, moderator: User) -> bool:
    """Whether they decided what is appealed against, or confirmed it while a third could answer."""
    if made.first_decider_id == moderator.pk:
        return True
    if made.decision.particulars.confirmed_by_id != moderator.pk:
        return False
    return who_may_restrict(made.by).exclude(pk__in=[moderator.pk, made.first_decider_id or moderator.pk]).exists()


def why_not_answer(moderator: User, made: Appeal) -> str:
    """In words; empty where they may."""
    if made.by_id == moderator.pk:
        return _("Yours: a colleague must decide.")
    return _("You made the decision: a colleague must decide.") if is_own_decision(made, moderator) else ""


def overturn_decision(entry: LoggedAct, decided: Decided) -> None:
    """Nothing is left to do where it was taken back, or its thing changed, since."""
    case = Case.objects.select_for_update(no_key=True, of=("self",)).filter(decision=entry).first()
    if LoggedAct.objects.filter(reverts=entry).exists():
        return
    back = taken_back(entry, decided)
    if case and back:
        Case.objects.filter(pk=case.pk).update(decided_at=back.written_at, decision=back)


def taken_back(entry: LoggedAct, decided: Decided) -> LoggedAct | None:
    """None where that cannot be done any more."""
    if restriction := entry.particulars.restriction:
        return lift(restriction, decided)
    thing = entry.comment or entry.article
    try:
        return take_back(entry, thing, decided.reverting(entry)) if thing else None
    except CannotUndo:
        return None


def log_of_answer(act: Act, made: Appeal, decided: Decided) -> LoggedAct:
    if made.decision.comment:
        return log_of_comment(act, made.decision.comment, decided)
    if made.decision.article:
        return log_of_article(act, made.decision.article, decided)
    return write(done_by(act, decided, person=made.by, words=""))
