"""Deciding a case, once, and taking a decision back.

The case's row is the first lock: of two who decide at once the second is told who decided what. Then the locks of the
act itself (its tree, its article), the case again, the outbox, and the log's head last.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from forum.articles.models import Article
from forum.articles.policy import is_waiting
from forum.comments.models import Comment
from forum.comments.policy import is_published
from forum.comments.trees import tree_transaction
from forum.comments.writing import Refused
from forum.events.announcing import announce, held_back
from moderation import acting, moving, policy
from moderation.acting import Decided, NotTheirs, look_at
from moderation.models import Act, Case, LoggedAct
from moderation.models.log import PLACES
from moderation.restricting import Length, lift, put_on_with, restrict
from moderation.weighing import weigh

# What a decision sends sets out so much later: taken back before that, nobody ever hears of it.
HELD_BACK = timedelta(seconds=30)


class Verdict(models.TextChoices):
    """What can be said of a case."""

    # It stays as it is, or is published where it waited.
    APPROVE = "approve", gettext_lazy("Approve")
    REMOVE = "remove", gettext_lazy("Remove")
    LOCK = "lock", gettext_lazy("Lock the discussion")
    LOCK_BRANCH = "lock_branch", gettext_lazy("Lock the branch")


# What is taken back from its entry in the log, where its effects are told.
UNDONE_IN_LOG = (Act.LOCK_BRANCH, Act.MOVE_BRANCH, Act.MERGE_ARTICLE)


class AlreadyDecided(Exception):
    """Somebody else was first: the case as they left it."""

    def __init__(self, case: Case) -> None:
        super().__init__(str(case))
        self.case = case


class CannotUndo(Exception):
    """In words: what was done cannot be taken back, or was already."""


@tree_transaction
def decide(pk: int, verdict: Verdict, decided: Decided, *, also: Length | None = None) -> LoggedAct:
    """Decide an open case: act on its thing, close it, both with one entry in the log.

    Raises AlreadyDecided where it is not open any more, NotTheirs where it is somebody else's to decide. Where the
    thing is as the verdict wants it already (its author or a colleague was there before), the entry says that it was
    looked at. What its author gets besides has an entry of its own, in the same go; raises CannotRestrict.
    """
    case = open_case_for(decided.by, pk)
    if also:
        decided = replace(decided, bulk=decided.bulk or uuid4(), locks_author=True)
    with held_back(HELD_BACK):
        entry = act_on(case.thing, verdict, decided) or look_at(case.thing, decided)
        if also:
            restrict(case.thing.author, also, decided)
        close(case, entry)
        announce("case_decided", case_id=pk)
    return entry


@tree_transaction
def hold(pk: int, decided: Decided) -> LoggedAct | None:
    """Keep the comment of an open case from readers while it is thought about. None where it is gone or held already.

    Raises AlreadyDecided where the case is not open any more, NotTheirs where it is somebody else's to decide.
    """
    case = open_case_for(decided.by, pk)
    comment = case.comment
    if comment is None or not is_published(comment):
        return None
    with held_back(HELD_BACK):
        entry = acting.hold(comment, decided)
        mark_held(case, is_held=True)
    return entry


def open_case_for(moderator: User, pk: int) -> Case:
    """The case, locked. Raises AlreadyDecided and NotTheirs."""
    case = Case.objects.for_decision().locked(pk)
    if case.decided_at:
        raise AlreadyDecided(case)
    if why := policy.why_not_decide(moderator, case):
        raise NotTheirs(why)
    return case


def mark_held(case: Case, *, is_held: bool) -> None:
    case.is_held = is_held
    weigh(case).save()


def judge(thing: Comment | Article, verdict: Verdict, decided: Decided) -> LoggedAct | None:
    """Say it of a thing where it stands: its open case, if there is one, is decided by it.

    None where nothing was changed. Raises AlreadyDecided where a colleague decides its case at the same moment, and
    NotTheirs where it is somebody else's to decide.
    """
    if case := Case.objects.open().about(thing).first():
        return decide(case.pk, verdict, decided)
    with held_back(HELD_BACK):
        return act_on(thing, verdict, decided)


def close(case: Case, entry: LoggedAct) -> None:
    Case.objects.filter(pk=case.pk).update(
        decided_at=entry.written_at, decision=entry, claimed_by=None, claimed_until=None
    )


def act_on(thing: Comment | Article, verdict: Verdict, decided: Decided) -> LoggedAct | None:
    """None where there is nothing to do."""
    match thing, verdict:
        case _, Verdict.LOCK:
            return acting.lock(thing if isinstance(thing, Article) else thing.article, decided)
        case Comment(), Verdict.LOCK_BRANCH:
            return acting.lock_below(thing, decided)
        case Comment(), Verdict.REMOVE:
            return acting.remove(thing, decided)
        case Comment(), Verdict.APPROVE:
            return acting.release(thing, decided) or acting.unfold(thing, decided)
        case Article(), Verdict.APPROVE:
            return acting.approve(thing, decided)
        case Article(), Verdict.REMOVE if is_waiting(thing):
            return acting.decline(thing, decided)
        case Article(), Verdict.REMOVE:
            return acting.take_down(thing, decided)
        case _:
            return None


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
