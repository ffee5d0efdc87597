"""Taking a decision back: its thing is as it was, its case is open again, both acts stay in the log.

The order of locks is that of moderation.deciding. Nothing is heard of what is taken back within HELD_BACK.
"""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.trees import tree_transaction
from forum.comments.writing import Refused
from forum.events.announcing import announce, held_back
from moderation import acting, moving, policy
from moderation.acting import Decided, look_at
from moderation.deciding import HELD_BACK, mark_held
from moderation.models import Act, Case, LoggedAct
from moderation.models.log import PLACES
from moderation.restricting import lift, put_on_with

# What is taken back from its entry in the log, where its effects are told.
UNDONE_IN_LOG = (Act.LOCK_BRANCH, Act.MOVE_BRANCH, Act.MERGE_ARTICLE)


class CannotUndo(Exception):
    """In words: what was done cannot be taken back, or was already."""


@tree_transaction
def undo(number: int, decided: Decided) -> LoggedAct:
    """Take a decision back: its thing is as it was, its case is open again. Both stay in the log.

    Raises CannotUndo where it was taken back before, or cannot be.
    """
    case = Case.objects.for_decision().locked_of(number)
    if case is None or case.decision is None:
        return undo_hold(number, decided)
    if why := policy.why_not_decide(decided.by, case):
        raise CannotUndo(why)
    besides = put_on_with(case.decision)
    if besides and not policy.may_restrict(decided.by, case.thing.author):
        raise CannotUndo(_("It is not yours to lift what was put on its author with it."))
    with held_back(HELD_BACK):
        reverting = replace(decided.reverting(case.decision), locks_author=bool(besides))
        back = take_back(case.decision, case.thing, reverting)
        for restriction in besides:
            lift(restriction, decided)
        reopen(case, back)
        announce("case_reopened", case_id=case.pk)
    return back


@tree_transaction
def undo_in_log(number: int, decided: Decided) -> LoggedAct:
    """Take back what was done to a branch or a discussion, whether it decided a case or not. Raises CannotUndo."""
    if Case.objects.filter(decision=number).exists():
        return undo(number, decided)
    entries = LoggedAct.objects.filter(act__in=UNDONE_IN_LOG, reverted_by__isnull=True)
    entry = entries.select_related("comment__author", "comment__body", "article", *PLACES).filter(pk=number).first()
    thing = entry and (entry.comment or entry.article)
    if not entry or not thing:
        raise CannotUndo(_("This was taken back before."))
    with held_back(HELD_BACK):
        return take_back(entry, thing, decided.reverting(entry))


def undo_hold(number: int, decided: Decided) -> LoggedAct:
    """Likewise of what was held and whose case goes on. Raises CannotUndo."""
    entry = LoggedAct.objects.filter(pk=number, act=Act.HOLD_COMMENT, reverted_by__isnull=True).first()
    if entry is None or entry.comment is None:
        raise CannotUndo(_("This was taken back before."))
    if entry != entry.comment.log_entries.order_by("-number").first():
        raise CannotUndo(_("Somebody has changed it since."))
    cases = Case.objects.for_decision().open().about(entry.comment)
    case = cases.select_for_update(no_key=True, of=("self",)).first()
    if why := policy.why_not_decide(decided.by, case) if case else "":
        raise CannotUndo(why)
    with held_back(HELD_BACK):
        back = acting.release(entry.comment, decided.reverting(entry))
        if back is None:
            raise CannotUndo(_("Somebody has changed it since."))
        if case:
            mark_held(case, is_held=False)
    return back


def can_undo(entry: LoggedAct) -> bool:
    """Whether it can be tried: all but publishing an article can."""
    is_reverted = LoggedAct.objects.filter(reverts=entry).exists()
    return not is_reverted and entry.reverts_id is None and entry.act != Act.APPROVE_ARTICLE


def take_talk_back(entry: LoggedAct, thing: Comment | Article, decided: Decided) -> LoggedAct | None:
    """Of what was done to a branch or a discussion. Raises CannotUndo; nothing was changed then."""
    try:
        match Act(entry.act), thing:
            case Act.MOVE_BRANCH, _:
                return moving.move_back(entry, decided)
            case Act.MERGE_ARTICLE, _:
                return moving.unmerge(entry, decided)
            case Act.LOCK_BRANCH, Comment():
                return acting.unlock_below(thing, decided)
            case _:
                return acting.unlock(thing if isinstance(thing, Article) else thing.article, decided)
    except Refused as refused:
        raise CannotUndo(str(refused)) from refused


def reopen(case: Case, back: LoggedAct) -> None:
    """Where its thing was reported anew since, that case goes on, and this one ends with being taken back."""
    try:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(decided_at=None, decision=None)
    except IntegrityError:
        Case.objects.filter(pk=case.pk).update(decided_at=back.written_at, decision=back)


# By what is done to a comment, what undoes it.
TAKES_BACK = {
    Act.REMOVE_COMMENT: acting.restore,
    Act.FOLD_COMMENT: acting.unfold,
    Act.UNFOLD_COMMENT: acting.fold,
}


def take_back(entry: LoggedAct, thing: Comment | Article, decided: Decided) -> LoggedAct:
    """Raises CannotUndo."""
    back: LoggedAct | None
    match Act(entry.act):
        case Act.KEEP:
            back = look_at(thing, decided)
        case Act.RELEASE_COMMENT if isinstance(thing, Comment):
            back = acting.hold_again(thing, decided, released_at=entry.written_at)
        case act if isinstance(thing, Comment) and act in TAKES_BACK:
            back = TAKES_BACK[act](thing, decided)
        case Act.DECLINE_ARTICLE if isinstance(thing, Article):
            back = acting.reconsider(thing, decided)
        case Act.REMOVE_ARTICLE if isinstance(thing, Article):
            back = acting.put_back(thing, decided)
        case Act.LOCK_ARTICLE | Act.LOCK_BRANCH | Act.MOVE_BRANCH | Act.MERGE_ARTICLE:
            back = take_talk_back(entry, thing, decided)
        case _:
            raise CannotUndo(_("A published article cannot be made unread: withdraw or lock it."))
    if back is None:
        raise CannotUndo(_("Somebody has changed it since."))
    return back
