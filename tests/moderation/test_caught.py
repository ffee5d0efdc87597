"""What automatic rules hold or put into the queue stands on a tab of its own, whatever comes first."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.events.relaying import relay
from moderation.autoruling import Terms, draft_version, put_in_force
from moderation.autoscreening import note_hits
from moderation.conditions import Conditions
from moderation.deciding import Verdict, decide
from moderation.models import AutoRule, AutoRuleVersion, Case
from moderation.reporting import open_case_of_held
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.moderation.cases import case_of, decided_by
from tests.pages import read

pytestmark = pytest.mark.django_db

Action = AutoRuleVersion.Action


def in_force(owner: User, action: AutoRuleVersion.Action, state: str = "live") -> None:
    terms = Terms(Conditions(pattern="pills"), action, RuleFactory.create(title="No advertisements"), "No pills here.")
    autorule = AutoRule.objects.create(title="Pills", owner=owner)
    put_in_force(draft_version(autorule, terms, by=owner, at=timezone.now()), state, by=owner, at=timezone.now())


def posted(by: User) -> Comment:
    return post_comment(ArticleFactory.create(), author=by, text="Pills!", form_key=uuid4()).comment


@pytest.mark.parametrize("action", [Action.HOLD, Action.QUEUE])
def test_what_a_rule_caught_says_which_and_by_which_word(
    browse: Callable[[User], Client], ada: User, bob: User, action: AutoRuleVersion.Action
) -> None:
    in_force(ada, action)

    posted(bob)
    relay()

    case = Case.objects.open().caught().get()
    page = read(browse(ada), f"/moderation/case/{case.pk}?tab=caught")
    assert "version 1, for “No advertisements”" in page
    assert '<mark dir="auto">Pills</mark>' in page
    assert "caught by a rule" in page


@pytest.mark.parametrize("hits_first", [True, False])
def test_the_order_of_the_two_messages_is_all_the_same(ada: User, bob: User, hits_first: bool) -> None:
    in_force(ada, Action.HOLD)
    comment = posted(bob)
    steps: list[Callable[[], object]] = [
        lambda: note_hits(comment),
        lambda: open_case_of_held(comment, at=timezone.now()),
    ]

    for step in steps if hits_first else reversed(steps):
        step()

    assert Case.objects.open().caught().held().count() == 1


def test_what_was_only_watched_or_decided_or_reported_was_not_caught(ada: User, mona: User, bob: User) -> None:
    in_force(ada, Action.QUEUE, state="shadow")
    comment = make_comment(by=bob, text="Pills!")
    note_hits(comment)
    case_of(comment)
    assert not Case.objects.caught().exists()

    AutoRule.objects.update(shadowed_at=None, live_at=timezone.now())
    decide(Case.objects.get().pk, Verdict.APPROVE, decided_by(mona))
    note_hits(comment)

    assert not Case.objects.open().exists()
