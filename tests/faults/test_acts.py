"""A process is killed before each statement of a decision: no act stays without its entry, no entry without its act."""

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from forum.comments.checking import all_faults
from forum.comments.models import Comment
from forum.events.models import Delivery
from moderation.autoruling import Terms, draft_version
from moderation.conditions import Conditions
from moderation.models import AutoRule, AutoRuleVersion, Case, LoggedAct, Rule
from moderation.reporting import Notice, report
from moderation.verifying import verify_log
from tests.faults.processes import act
from tests.make import make_comment

pytestmark = pytest.mark.django_db(transaction=True)

# More than a decision has statements.
CASES = 40


def test_killed_before_any_statement_a_decision_is_whole_or_was_never_begun(bob: User, mona: User) -> None:
    rule, thread = Rule.objects.create(title="No rain"), make_comment(by=bob)
    comments = [make_comment(to=thread, by=bob) for _each in range(CASES)]
    cases = [report_of(comment, rule) for comment in comments]
    watch(rule, owner=mona)

    assert act("decide_and_die_at_each", mona.pk, *(case.pk for case in cases)) == 0

    decided = Case.objects.filter(decided_at__isnull=False)
    removed = Comment.objects.filter(removed_at__isnull=False)
    assert 5 < CASES - decided.count() < CASES
    assert set(decided.values_list("comment", flat=True)) == set(removed.values_list("pk", flat=True))
    assert set(decided.values_list("decision", flat=True)) == set(LoggedAct.objects.values_list("pk", flat=True))
    assert Delivery.objects.filter(event="case_decided").count() == decided.count()
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
