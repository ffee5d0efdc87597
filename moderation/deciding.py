"""Deciding a case, once.

The case's row is the first lock: of two who decide at once the second is told who decided what. Then the locks of the
act itself (its tree, its article), the case again, the outbox, and the log's head last.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy

from accounts.models import User
from forum.articles.models import Article
from forum.articles.policy import is_waiting
from forum.comments.models import Comment
from forum.comments.policy import is_published
from forum.comments.trees import tree_transaction
from forum.events.announcing import announce, held_back
from moderation import acting, policy
from moderation.acting import Decided, NotTheirs, look_at
from moderation.models import Case, LoggedAct
from moderation.restricting import Length, restrict
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


class AlreadyDecided(Exception):
    """Somebody else was first: the case as they left it."""

    def __init__(self, case: Case) -> None:
        super().__init__(str(case))
        self.case = case


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
