"""Deciding many cases in one go, some a transaction, all under one id, by which all of it is taken back.

What is meant is fixed when its count is shown: cases that come later are not among it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from forum.comments.trees import tree_transaction
from moderation import policy
from moderation.acting import Decided, NotTheirs
from moderation.deciding import AlreadyDecided, Verdict, decide
from moderation.models import Case, LoggedAct
from moderation.queue import Choice
from moderation.together import by_itself, together
from moderation.undoing import CannotUndo, undo

# In one go: what a moderator can answer for.
MOST = 1000
# Decided in one transaction: those who write in one of these discussions wait for it, a tenth of a second at most.
AT_ONCE = 25


@dataclass(frozen=True)
class Meant:
    """These cases; or all that match the choice and were there when `newest` was the newest case."""

    choice: Choice
    pks: Sequence[int] = ()
    newest: int | None = None

    def fixed(self) -> "Meant":
        """All that match, and are there now."""
        return replace(self, newest=Case.objects.order_by("-id").values_list("pk", flat=True).first() or 0)

    def cases(self) -> list[int]:
        """Those of them that are open, in the order of the queue, MOST at most."""
        cases = self.choice.in_order()
        cases = cases.filter(pk__in=self.pks) if self.newest is None else cases.filter(pk__lte=self.newest)
        return list(cases.values_list("pk", flat=True)[:MOST])

    def count(self) -> int:
        cases = self.choice.cases().order_by()
        return (cases.filter(pk__in=self.pks) if self.newest is None else cases.filter(pk__lte=self.newest)).count()


@dataclass(frozen=True)
class Outcome:
    """How many were decided; how many somebody else had decided; to how many it cannot be done, by this moderator."""

    done: int = 0
    late: int = 0
    impossible: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.done + other.done, self.late + other.late, self.impossible + other.impossible)


@tree_transaction
def decide_some(pks: Sequence[int], verdict: Verdict, decided: Decided) -> Outcome:
    """Each as it would be alone, in one transaction."""
    outcome = Outcome()
    with together(Case.objects.filter(pk__in=pks)) as cases:
        for pk in pks:
            outcome = decide_one(cases.get(pk), verdict, decided, outcome)
    return outcome


def decide_one(case: Case | None, verdict: Verdict, decided: Decided, so_far: Outcome) -> Outcome:
    """None: who reported it took that back, and nothing is left to decide."""
    # Before the look at its thing, to which a colleague may have done the same.
    if case is None or case.decided_at:
        return replace(so_far, late=so_far.late + 1)
    if not can(verdict, case) or not policy.may_decide(decided.by, case):
        return replace(so_far, impossible=so_far.impossible + 1)
    try:
        with by_itself():
            decide(case.pk, verdict, decided)
    except AlreadyDecided:
        return replace(so_far, late=so_far.late + 1)
    except NotTheirs:  # passed to the admins meanwhile, or the discussion is below their own article
        return replace(so_far, impossible=so_far.impossible + 1)
    return replace(so_far, done=so_far.done + 1)


def can(verdict: Verdict, case: Case) -> bool:
    if verdict is Verdict.LOCK_BRANCH:
        return policy.can_lock_branch(case.thing)
    return verdict is not Verdict.REMOVE or policy.can_remove(case.thing)


@tree_transaction
def undo_some(numbers: Sequence[int], decided: Decided) -> Outcome:
    outcome = Outcome()
    with together(Case.objects.filter(decision__in=numbers)):
        for number in numbers:
            outcome = undo_one(number, decided, outcome)
    return outcome


def undo_one(number: int, decided: Decided, so_far: Outcome) -> Outcome:
    try:
        with by_itself():
            undo(number, decided)
    except CannotUndo:
        return replace(so_far, impossible=so_far.impossible + 1)
    return replace(so_far, done=so_far.done + 1)


def standing(bulk: UUID) -> list[int]:
    """The numbers of its entries that were not taken back."""
    entries = LoggedAct.objects.filter(bulk=bulk, reverts__isnull=True, reverted_by__isnull=True)
    return list(entries.newest_first().values_list("pk", flat=True)[:MOST])
