"""Every event of which people are told, and every task of telling, three times at once: told once, and mailed once."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from celery import current_app
from django.utils import timezone

import forum.notifications.receivers
import moderation.receivers
from accounts.models import User
from forum.articles.editing import edit_article
from forum.articles.models import Article
from forum.articles.submitting import submit_article
from forum.articles.writing import said_by
from forum.articles.writing import version_of as version_of_article
from forum.comments.editing import edit_comment, version_of
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.events.models import Delivery
from forum.events.receiving import find_receiver
from forum.notifications.models import Mail, MailPlan, Notification
from forum.notifications.tasks import forget, send_due_mail
from forum.threads.models import Attention
from moderation.acting import Decided
from moderation.appealing import answer, appeal
from moderation.deciding import Verdict, decide
from moderation.models import Appeal, LoggedAct, Report
from moderation.reporting import Notice, report
from tests.faults.deliveries import TIMES, deliver_three_times
from tests.forum.articles.sheets import written
from tests.forum.notifications.mails import let_time_pass, post_all
from tests.forum.notifications.told import told, watch
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.post import Postbox
from tests.sizes import at_full_size
from tests.together import at_once

pytestmark = [pytest.mark.needs_postgres, pytest.mark.django_db(transaction=True)]

WATCHERS = at_full_size(5, 200)


def receivers_that_tell() -> set[str]:
    names = [f"{forum.notifications.receivers.__name__}.{name}" for name in vars(forum.notifications.receivers)]
    names += [f"{moderation.receivers.__name__}.{name}" for name in vars(moderation.receivers) if "tell" in name]
    return {name for name in names if find_receiver(name)}


@pytest.fixture
def receivers() -> set[str]:
    """Those that had something delivered."""
    return set()


@pytest.fixture
def watchers(db: None, alice: User) -> list[User]:
    """They watch Alice."""
    names = [f"watcher{number}" for number in range(WATCHERS)]
    people = [User.objects.create_user(name, email=f"{name}@example.org") for name in names]
    watch(people, whom=alice)
    return people


def deliver_all(receivers: set[str]) -> None:
    """What was announced, held back or not, and what comes of it."""
    while deliveries := list(Delivery.objects.alive().order_by("id")):
        deliver_three_times(deliveries)
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).delete()
        receivers |= {delivery.receiver for delivery in deliveries}


def write(alice: User, bob: User, carol: User, receivers: set[str]) -> tuple[Article, Comment, Comment]:
    """Alice's article under which Bob says something, and Carol answers him: in each somebody is named."""
    article = submit_article(written(text="Ask @bob."), author=alice, form_key=uuid4()).article
    deliver_all(receivers)
    edited = written(text="Ask @bob and @carol.")
    edit_article(article, by=alice, written=edited, version=version_of_article(said_by(article)))

    thread = make_comment(on=article, by=bob)
    deliver_all(receivers)
    edit_comment(thread, by=bob, text="Ask @ada.", version=version_of(thread.body.text))

    reply = make_comment(to=thread, by=carol, text="Ask @mona.")
    hold_comment(reply, at=timezone.now())
    deliver_all(receivers)
    release_comment(reply, at=timezone.now())
    deliver_all(receivers)
    return article, thread, reply


def judge(comment: Comment, by: User, reporter: User, colleague: User) -> LoggedAct:
    """Reported and removed; its author appeals in vain."""
    rule = RuleFactory.create()
    case = report(comment, Notice(by=reporter, rule=rule, at=timezone.now(), receipt=uuid4())).case
    entry = decide(case.pk, Verdict.REMOVE, Decided(by=by, at=timezone.now(), rule=rule))
    judged = LoggedAct.objects.for_decisions_page().get(pk=entry.pk)
    made = appeal(judged, by=comment.author, text="Why?", at=timezone.now())
    answer(made.pk, Decided(by=colleague, at=timezone.now(), rule=rule), overturn=False)
    return entry


def test_everything_three_times_at_once_is_told_once_and_mailed_once(
    alice: User,
    bob: User,
    carol: User,
    mona: User,
    ada: User,
    watchers: list[User],
    receivers: set[str],
    postbox: Postbox,
) -> None:
    dave = User.objects.create_user("dave", email="dave@example.org")
    article, thread, reply = write(alice, bob, carol, receivers)
    watch(watchers, article=article)
    entry = judge(make_comment(on=ArticleFactory.create(), by=dave), mona, carol, ada)
    later = make_comment(on=article, by=dave)
    deliver_all(receivers)

    assert receivers >= receivers_that_tell()
    decision, outcome = ("decision", entry.number), ("report", Report.objects.get().pk)
    appealed = ("appeal", Appeal.objects.get().pk)
    assert told(alice) == [("comment", thread.pk), ("comment", later.pk)]
    assert told(bob) == [("mention", article.pk), ("reply", reply.pk)]
    assert told(carol) == [("mention", article.pk), outcome]
    assert (told(mona), told(ada)) == ([("mention", reply.pk)], [("mention", thread.pk)])
    assert sorted(told(dave)) == [appealed, decision]
    for person in watchers:
        assert told(person) == [("watched", article.pk), ("watched", later.pk)]
    # Carol's outcome waits for the morning, the mention does not.
    plans = Counter([carol.pk, *(person.pk for person in (alice, bob, carol, mona, ada, dave, *watchers))])
    assert Counter(MailPlan.objects.filter(person__in=plans).values_list("person", flat=True)) == plans

    let_time_pass()
    for _again in range(2):
        at_once([send_due_mail] * TIMES)

    emails = User.objects.in_bulk(plans)
    assert Counter(mail["To"] for mail in postbox.received) == {emails[pk].email: plans[pk] for pk in plans}
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    assert not Notification.objects.filter(person__in=plans, mail=None).exists()


def test_three_who_forget_at_once_forget_it_all(watchers: list[User], alice: User, postbox: Postbox) -> None:
    submit_article(written(), author=alice, form_key=uuid4())
    post_all(postbox)
    assert [kind.objects.count() for kind in (Notification, Mail, Attention)] == [WATCHERS] * 3
    long_ago = timezone.now() - timedelta(days=100)
    Notification.objects.update(told_at=long_ago)
    Mail.objects.update(begun_at=long_ago)
    Attention.objects.update(set_at=long_ago, until=long_ago + timedelta(days=1))

    at_once([forget] * TIMES)

    assert [kind.objects.count() for kind in (Notification, Mail, Attention)] == [0] * 3


def test_these_are_all_tasks_that_tell() -> None:
    tasks = {name for name in current_app.tasks if name.startswith("forum.notifications.")}

    assert tasks == {send_due_mail.name, forget.name}
