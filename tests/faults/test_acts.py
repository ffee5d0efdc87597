"""Killed with SIGKILL before each statement of an act: no act stays without its entry, no entry without its act."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Restriction, User
from forum.comments.checking import all_faults
from forum.comments.models import Comment
from forum.events.models import Delivery
from moderation.acting import Decided
from moderation.appealing import appeal
from moderation.autoruling import Terms, draft_version
from moderation.carrying_out import ask, go_on
from moderation.conditions import Conditions
from moderation.deciding import Verdict, decide
from moderation.models import Act, Appeal, AutoRule, AutoRuleVersion, BulkAct, Case, LoggedAct, Rule
from moderation.reporting import Notice, report
from moderation.verifying import verify_log
from tests.faults.processes import act
from tests.make import UserFactory, make_comment
from tests.sizes import at_full_size

pytestmark = pytest.mark.django_db(transaction=True)

# Before each of them, or every day before some.
STRIDE = at_full_size(7, 1)
# More than any of these acts has statements.
STATEMENTS = 80
TRIES = STATEMENTS // STRIDE
TOGETHER = 3
SECONDS = at_full_size(60, 600)


@dataclass
class World:
    mona: User
    ada: User
    rule: Rule

    def cases(self, count: int = TRIES) -> list[Case]:
        thread = make_comment()
        return [report_of(make_comment(to=thread), self.rule) for _each in range(count)]

    def decided(self) -> Decided:
        return Decided(by=self.mona, at=timezone.now(), rule=self.rule)

    def removals(self) -> list[LoggedAct]:
        return [decide(case.pk, Verdict.REMOVE, self.decided()) for case in self.cases()]

    def appeals(self) -> list[Appeal]:
        judged = LoggedAct.objects.for_decisions_page().in_bulk([entry.pk for entry in self.removals()])
        return [appeal(entry, by=person_of(entry), text="Why?", at=timezone.now()) for entry in judged.values()]

    def bulk_acts(self) -> list[BulkAct]:
        cases = self.cases(TRIES * TOGETHER)
        some = [cases[place : place + TOGETHER] for place in range(0, len(cases), TOGETHER)]
        return [ask(uuid4(), [case.pk for case in each], Verdict.REMOVE, self.decided()) for each in some]


def person_of(entry: LoggedAct) -> User:
    assert entry.particulars.person
    return entry.particulars.person


@pytest.fixture
def world(mona: User, ada: User) -> World:
    rule = Rule.objects.create(title="No rain")
    watch(rule, owner=mona)
    return World(mona, ada, rule)


def killed_at_each(verb: str, by: User, pks: list[int]) -> None:
    assert act(verb, by.pk, STRIDE, *pks, within=SECONDS) == 0


def entries(*acts: Act) -> int:
    return LoggedAct.objects.filter(act__in=acts).count()


def restored() -> int:
    """Of those that were removed."""
    return entries(Act.REMOVE_COMMENT) - Comment.objects.filter(removed_at__isnull=False).count()


# -- Each gives how many were done, after holding what belongs together against each other ----------------------------


def decision(world: World) -> int:
    killed_at_each("decide_and_die_at_each", world.mona, [case.pk for case in world.cases()])

    decided = Case.objects.filter(decided_at__isnull=False)
    removed = Comment.objects.filter(removed_at__isnull=False)
    assert set(decided.values_list("comment", flat=True)) == set(removed.values_list("pk", flat=True))
    assert set(decided.values_list("decision", flat=True)) == set(LoggedAct.objects.values_list("pk", flat=True))
    cases = {delivery.ids["case_id"] for delivery in Delivery.objects.filter(event="case_decided")}
    assert cases == set(decided.values_list("pk", flat=True))
    return decided.count()


def taking_back(world: World) -> int:
    killed_at_each("undo_and_die_at_each", world.mona, [entry.pk for entry in world.removals()])

    assert Case.objects.open().count() == restored() == entries(Act.RESTORE_COMMENT)
    return restored()


def suspension(world: World) -> int:
    people = UserFactory.create_batch(TRIES)
    killed_at_each("suspend_and_die_at_each", world.ada, [person.pk for person in people])

    entered = LoggedAct.objects.filter(act=Act.SUSPEND_PERSON).values_list("particulars__restriction", flat=True)
    assert set(entered) == set(Restriction.objects.values_list("pk", flat=True))
    return len(entered)


def overturning(world: World) -> int:
    killed_at_each("overturn_and_die_at_each", world.ada, [made.pk for made in world.appeals()])

    answered = Appeal.objects.filter(decided_at__isnull=False).count()
    assert answered == restored() == entries(Act.RESTORE_COMMENT) == entries(Act.OVERTURN)
    return answered


def bulk(world: World) -> int:
    asked = world.bulk_acts()
    killed_at_each("carry_out_and_die_at_each", world.mona, [each.pk for each in asked])

    done = BulkAct.objects.filter(done_at__isnull=False).count()
    assert entries(Act.REMOVE_COMMENT) == Case.objects.filter(decided_at__isnull=False).count() == TOGETHER * done
    for each in asked:
        go_on(each.pk, for_seconds=60)
    assert LoggedAct.objects.count() == Case.objects.filter(decided_at__isnull=False).count() == TOGETHER * TRIES
    return done


@pytest.mark.parametrize("way", [decision, taking_back, suspension, overturning, bulk])
def test_killed_before_any_statement_an_act_is_whole_or_was_never_begun(
    way: Callable[[World], int], world: World
) -> None:
    done = way(world)

    assert 0 < done < TRIES
    assert verify_log().fault is None
    assert [str(fault) for fault in all_faults()] == []


def watch(rule: Rule, *, owner: User) -> None:
    """A live rule, which wants to hear of decisions; put there without an entry of its own."""
    autorule = AutoRule.objects.create(title="No pills", owner=owner)
    terms = Terms(Conditions(pattern="pills"), AutoRuleVersion.Action.QUEUE, rule, "No pills.")
    version = draft_version(autorule, terms, by=owner, at=timezone.now())
    AutoRule.objects.filter(pk=autorule.pk).update(current=version, live_at=timezone.now())


def report_of(comment: Comment, rule: Rule) -> Case:
    """From somebody without an account: nobody's limit on reports is reached."""
    notice = Notice(by=None, rule=rule, at=timezone.now(), receipt=uuid4())
    return report(comment, notice).case
