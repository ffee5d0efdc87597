"""Automatic rules at work: before a comment is stored, and after."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from forum.events.models import Delivery
from forum.events.relaying import relay
from moderation.autoruling import FEWEST, Terms, draft_version, put_in_force, state_of, stop_rule
from moderation.autoscreening import note_hits
from moderation.conditions import Conditions
from moderation.deciding import Verdict, decide
from moderation.models import Act, AutoRule, AutoRuleVersion, Case, Hit, LoggedAct
from moderation.verifying import verify_log
from tests.make import ArticleFactory, RuleFactory
from tests.moderation.cases import decided_by

pytestmark = pytest.mark.django_db

Action = AutoRuleVersion.Action
PILLS = Conditions(pattern="pills")


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create()


def made(
    owner: User, action: AutoRuleVersion.Action, *, conditions: Conditions = PILLS, state: str = "live"
) -> AutoRule:
    autorule = AutoRule.objects.create(title=f"No pills: {action} {uuid4().hex[:4]}", owner=owner)
    now = timezone.now()
    terms = Terms(conditions, action, RuleFactory.create(), "No pills here.")
    version = draft_version(autorule, terms, by=owner, at=now)
    if state != "draft":
        put_in_force(version, state, by=owner, at=now)
    return AutoRule.objects.get(pk=autorule.pk)


def post(article: Article, by: User, text: str = "Pills!") -> Comment:
    return post_comment(article, author=by, text=text, form_key=uuid4()).comment


def test_what_it_holds_waits_in_the_queue_with_the_words_that_made_it(article: Article, ada: User, bob: User) -> None:
    autorule = made(ada, Action.HOLD)

    comment = post(article, bob)
    relay()

    hit = Hit.objects.get()
    assert comment.held_at is not None
    assert (hit.comment, hit.version, hit.span, hit.is_shadow) == (comment, autorule.current, "Pills", False)
    assert Case.objects.get().comment == comment


def test_what_it_queues_is_published_and_in_the_queue(article: Article, ada: User, bob: User) -> None:
    made(ada, Action.QUEUE)

    comment = post(article, bob)
    relay()
    relay()

    assert comment.held_at is None
    assert Case.objects.get().comment == comment


def test_a_rule_does_not_bring_back_what_a_human_decided(article: Article, ada: User, bob: User, mona: User) -> None:
    made(ada, Action.QUEUE)
    comment = post(article, bob)
    relay()
    decide(Case.objects.get().pk, Verdict.APPROVE, decided_by(mona))

    note_hits(Comment.objects.get(pk=comment.pk))

    assert not Case.objects.open().exists()
    assert Hit.objects.count() == 1


def test_in_the_shadow_it_only_notes(article: Article, ada: User, bob: User) -> None:
    made(ada, Action.HOLD, state="shadow")
    made(ada, Action.QUEUE, state="shadow")

    comment = post(article, bob)
    relay()

    assert comment.held_at is None
    assert not Case.objects.exists()
    assert list(Hit.objects.values_list("is_shadow", flat=True)) == [True, True]


def test_a_draft_does_nothing(article: Article, ada: User, bob: User) -> None:
    made(ada, Action.HOLD, state="draft")

    post(article, bob)
    relay()

    assert Comment.objects.get().held_at is None
    assert not Hit.objects.exists()


def test_who_is_asked_to_think_again_may_send_it_again(article: Article, ada: User, bob: User) -> None:
    made(ada, Action.NOTICE)

    with pytest.raises(Refused, match="No pills here"):
        post(article, bob)

    assert post(article, bob, "PILLS!").published_at is not None


def test_who_is_to_cool_down_waits(article: Article, ada: User, bob: User) -> None:
    made(ada, Action.COOLDOWN)
    post(article, bob, "Rain.")

    with pytest.raises(Refused, match="No pills here"):
        post(article, bob)

    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert post(article, bob).published_at is not None


def test_staff_are_not_looked_at(article: Article, ada: User, mona: User) -> None:
    made(ada, Action.HOLD)

    comment = post(article, mona)
    relay()

    assert comment.held_at is None
    assert not Hit.objects.exists()


def test_where_a_rule_fails_what_was_sent_waits_for_a_human(article: Article, ada: User, bob: User) -> None:
    autorule = made(ada, Action.QUEUE)
    AutoRuleVersion.objects.filter(autorule=autorule).update(conditions={"pattern": "("})

    comment = post(article, bob)

    assert comment.held_at is not None


def test_a_draft_of_a_live_rule_changes_nothing_until_it_is_put_in_force(ada: User) -> None:
    autorule = made(ada, Action.HOLD)
    first, now = autorule.current, timezone.now()

    terms = Terms(Conditions(links_at_least=1), Action.QUEUE, RuleFactory.create(), "")
    second = draft_version(autorule, terms, by=ada, at=now)
    between = AutoRule.objects.get().current
    put_in_force(second, "live", by=ada, at=now)

    assert first is not None
    assert (first.number, second.number) == (1, 2)
    assert (between, AutoRule.objects.get().current) == (first, second)


def test_what_becomes_of_a_rule_is_logged_once(ada: User) -> None:
    autorule, now = made(ada, Action.HOLD, state="shadow"), timezone.now()
    version = AutoRuleVersion.objects.get()

    for _twice in range(2):
        put_in_force(version, "live", by=ada, at=now)
    for _twice in range(2):
        stop_rule(autorule, by=ada, at=now)

    acts = list(LoggedAct.objects.order_by("number").values_list("act", flat=True))
    assert acts == [Act.SHADOW_AUTORULE, Act.START_AUTORULE, Act.STOP_AUTORULE]
    assert state_of(AutoRule.objects.get()) == "off"
    assert verify_log().fault is None


def test_a_rule_that_people_take_back_too_often_stops_itself(
    article: Article, ada: User, bob: User, mona: User
) -> None:
    autorule = made(ada, Action.HOLD)
    for number in range(FEWEST):
        post(article, bob, f"Pills, lot {number}")
    relay()

    for place, case in enumerate(Case.objects.open()):
        assert state_of(AutoRule.objects.get()) == "live", place
        decide(case.pk, Verdict.APPROVE, decided_by(mona))
        deliver_now()

    autorule.refresh_from_db()
    entry = LoggedAct.objects.latest("number")
    assert state_of(autorule) == "suspended"
    assert (entry.act, entry.role) == (Act.SUSPEND_AUTORULE, "rule")


def test_a_rule_that_people_follow_goes_on(article: Article, ada: User, bob: User, mona: User) -> None:
    made(ada, Action.HOLD)
    for number in range(FEWEST):
        post(article, bob, f"Pills, lot {number}")
    relay()

    for case in Case.objects.open():
        decide(case.pk, Verdict.REMOVE, decided_by(mona))
    deliver_now()

    assert state_of(AutoRule.objects.get()) == "live"


def deliver_now() -> None:
    """Decisions set out half a minute later."""
    Delivery.objects.update(due_at=timezone.now())
    relay()


def test_the_database_lets_no_rule_be_live_and_in_the_shadow(ada: User) -> None:
    autorule = made(ada, Action.HOLD)

    with pytest.raises(IntegrityError), transaction.atomic():
        AutoRule.objects.filter(pk=autorule.pk).update(shadowed_at=timezone.now())
