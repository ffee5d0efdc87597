"""Mail about what happened arrives at most once, and is not lost while the mail server is unwell."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.closing import close_account
from accounts.models import User
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.editing import edit_comment, version_of
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment, restore_comment
from forum.notifications.mailing import KEPT, forget_mail, send_mail
from forum.notifications.models import Kind, Mail, MailPlan, Notification, RefusedAddress, Rhythm
from forum.notifications.tasks import send_due_mail
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.forum.notifications.mails import choose, let_time_pass, plans, post_all, states
from tests.forum.notifications.told import relay_all, suspend, told
from tests.make import ArticleFactory, make_comment
from tests.post import Postbox, smtp_mailer, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    choose(alice, Kind.COMMENT, Rhythm.NEVER)
    return ArticleFactory.create(author=alice, title="The ferry")


@pytest.fixture
def comment(article: Article, bob: User) -> Comment:
    """Bob's: who answers it writes to him."""
    comment = make_comment(on=article, by=bob, text="Where is the ferry?")
    relay_all()
    return comment


def test_a_reply_is_mailed_once(comment: Comment, carol: User, bob: User, postbox: Postbox) -> None:
    make_comment(to=comment, by=carol)

    [letter] = post_all(postbox)
    assert letter["To"] == "bob@example.org"
    post_all(postbox)
    assert len(postbox.received) == 1
    assert states(bob) == ["sent"]


def test_it_is_held_back_for_some_minutes(comment: Comment, carol: User, postbox: Postbox, settings: Settings) -> None:
    settings.MAIL_AFTER_MINUTES = 7
    before = timezone.now()
    make_comment(to=comment, by=carol)
    relay_all()

    send_mail()

    assert postbox.received == []
    assert MailPlan.objects.get().due_at - before >= timedelta(minutes=7)


def test_what_comes_meanwhile_stands_in_one_mail(comment: Comment, carol: User, mona: User, postbox: Postbox) -> None:
    first = make_comment(to=comment, by=carol, text="At the weir.")
    relay_all()
    due = MailPlan.objects.get().due_at
    make_comment(to=comment, by=mona, text="Gone.")
    relay_all()

    assert MailPlan.objects.get().due_at == due
    edit_comment(first, by=carol, text="Beyond the weir.", version=version_of(first.body.text))
    [letter] = post_all(postbox)
    assert "Beyond the weir." in words(letter)
    assert "Gone." in words(letter)


@pytest.mark.parametrize("gone", ["removed", "deleted", "held", "read", "muted", "withdrawn wish"])
def test_what_is_gone_meanwhile_is_not_mailed(
    gone: str, comment: Comment, carol: User, bob: User, mona: User, postbox: Postbox
) -> None:
    reply = make_comment(to=comment, by=carol)
    relay_all()

    now = timezone.now()
    match gone:
        case "removed":
            remove_comment(reply, by=mona, at=now)
        case "deleted":
            delete_comment(reply, at=now)
        case "held":
            hold_comment(reply, at=now)
        case "read":
            Notification.objects.update(read_at=now)
        case "muted":
            attend(Node("c", comment.pk), Attention.Level.MUTE, person=bob, at=now)
        case _wish:
            choose(bob, Kind.REPLY, Rhythm.NEVER)

    assert post_all(postbox) == []
    assert states(bob) == []
    assert not MailPlan.objects.exists()


@pytest.mark.parametrize("who", ["suspended", "closed", "unproven", "refused"])
def test_whoever_may_get_none_gets_none(
    who: str, comment: Comment, carol: User, bob: User, ada: User, postbox: Postbox
) -> None:
    make_comment(to=comment, by=carol)
    relay_all()

    match who:
        case "suspended":
            suspend(bob, by=ada)
        case "closed":
            close_account(bob, by=ada)
        case "unproven":
            bob.emailaddress_set.update(verified=False)
        case _refused:
            RefusedAddress.objects.create(address="bob@example.org", refused_at=timezone.now())

    assert post_all(postbox) == []
    assert told(bob)


def test_what_was_held_is_mailed_when_it_is_released(
    comment: Comment, carol: User, bob: User, postbox: Postbox
) -> None:
    reply = make_comment(to=comment, by=carol)
    relay_all()
    hold_comment(reply, at=timezone.now())
    post_all(postbox)
    release_comment(reply, at=timezone.now())

    assert len(post_all(postbox)) == 1


def test_what_is_restored_is_not_mailed_again(comment: Comment, carol: User, mona: User, postbox: Postbox) -> None:
    reply = make_comment(to=comment, by=carol)
    post_all(postbox)
    remove_comment(reply, by=mona, at=timezone.now())
    restore_comment(reply, by=mona)

    assert len(post_all(postbox)) == 1


def test_removed_while_mail_is_down_it_is_not_sent(
    comment: Comment, carol: User, bob: User, mona: User, postbox: Postbox
) -> None:
    postbox.closed = True
    reply = make_comment(to=comment, by=carol)
    post_all(postbox)
    assert states(bob) == ["begun"]
    postbox.closed = False
    remove_comment(reply, by=mona, at=timezone.now())

    assert post_all(postbox) == []
    assert states(bob) == []


def test_while_nobody_answers_all_mail_waits_and_none_is_lost(
    comment: Comment, carol: User, bob: User, mona: User, postbox: Postbox, settings: Settings
) -> None:
    there, settings.MAILERS = settings.MAILERS, smtp_mailer(1)
    make_comment(to=comment, by=carol)
    make_comment(to=make_comment(on=comment.article, by=mona), by=carol)
    post_all(postbox)
    assert sum(map(len, [states(bob), states(mona)])) == 1, "one is tried; the others need not be"
    assert MailPlan.objects.count() == 1
    settings.MAILERS = there

    assert sorted(letter["To"] for letter in post_all(postbox)) == ["bob@example.org", "mona@example.org"]


@pytest.mark.parametrize("says", ["451 Later", "421 Closing"])
def test_refused_for_now_it_is_sent_later_under_the_same_id(
    says: str, comment: Comment, carol: User, bob: User, postbox: Postbox
) -> None:
    postbox.says = says
    make_comment(to=comment, by=carol)
    post_all(postbox)
    mail = Mail.objects.get()
    assert (mail.state, mail.answer) == ("begun", says)
    assert mail.due_at > timezone.now() + timedelta(minutes=2)
    postbox.says = "250 Taken"

    first, second = post_all(postbox)
    assert first["Message-ID"] == second["Message-ID"]
    assert states(bob) == ["sent"]


def test_each_later_is_asked_after_as_long_again_however_often_the_server_was_away(
    comment: Comment, carol: User, postbox: Postbox
) -> None:
    postbox.closed = True
    make_comment(to=comment, by=carol)
    post_all(postbox)
    waited = timedelta(minutes=40)
    Mail.objects.update(begun_at=timezone.now() - waited, tries=20)

    post_all(postbox)

    assert waited / 2 <= Mail.objects.get().due_at - timezone.now() + timedelta(seconds=30) < 1.6 * waited


def test_after_days_of_later_it_is_given_up(comment: Comment, carol: User, bob: User, postbox: Postbox) -> None:
    postbox.closed = True
    make_comment(to=comment, by=carol)
    post_all(postbox)
    Mail.objects.update(begun_at=timezone.now() - timedelta(days=4))

    post_all(postbox)

    assert states(bob) == ["refused"]
    assert not RefusedAddress.objects.exists()


def test_refused_for_good_it_marks_the_address(comment: Comment, carol: User, bob: User, postbox: Postbox) -> None:
    User.objects.filter(pk=bob.pk).update(email="stranger@example.org")
    bob.emailaddress_set.update(email="stranger@example.org")
    for _each in range(2):
        make_comment(to=comment, by=carol)
        post_all(postbox)

    assert states(bob) == ["refused"]
    assert RefusedAddress.objects.get().address == "stranger@example.org"
    assert "Nobody here is called that" in RefusedAddress.objects.get().answer
    assert len(told(bob)) == 2


@pytest.mark.parametrize(("says", "is_marked"), [("554 No such words here", False), ("550 5.1.1 No such box", True)])
def test_a_refused_mail_marks_the_address_only_if_that_is_why(
    says: str, is_marked: bool, comment: Comment, carol: User, bob: User, postbox: Postbox
) -> None:
    postbox.says = says
    make_comment(to=comment, by=carol)
    post_all(postbox)

    assert states(bob) == ["refused"]
    assert RefusedAddress.objects.exists() == is_marked


def test_hanging_before_it_gets_the_words_it_is_asked_again(
    comment: Comment, carol: User, bob: User, postbox: Postbox, settings: Settings
) -> None:
    hurry(settings)
    postbox.hangs_at = "RCPT"
    make_comment(to=comment, by=carol)
    post_all(postbox)
    assert states(bob) == ["begun"]
    postbox.hangs_at = ""

    assert len(post_all(postbox)) == 1
    assert states(bob) == ["sent"]


def test_hanging_over_the_words_nobody_knows_and_it_is_never_sent_again(
    comment: Comment, carol: User, bob: User, postbox: Postbox, settings: Settings
) -> None:
    hurry(settings)
    postbox.hangs_at = "DATA"
    make_comment(to=comment, by=carol)
    post_all(postbox)
    postbox.hangs_at = ""
    post_all(postbox)

    assert len(postbox.received) == 1
    assert states(bob) == ["unknown"]
    assert Mail.objects.unknown().count() == 1
    assert len(told(bob)) == 1


def hurry(settings: Settings) -> None:
    """Nobody waits long for the mail server."""
    port = settings.MAILERS["default"]["OPTIONS"]["port"]
    settings.MAILERS = smtp_mailer(port)
    settings.MAILERS["default"]["OPTIONS"]["timeout"] = 0.3


def test_one_that_cannot_be_written_does_not_hold_up_the_others(
    comment: Comment, carol: User, bob: User, mona: User, postbox: Postbox, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "forum@localhost\n"
    make_comment(to=comment, by=carol)
    with pytest.raises(ValueError, match=r"newline|linefeed|Invalid"):
        post_all(postbox)
    settings.DEFAULT_FROM_EMAIL = "forum@localhost"
    make_comment(to=make_comment(on=comment.article, by=mona), by=carol)
    relay_all()
    MailPlan.objects.update(due_at=timezone.now())

    send_mail()

    assert [letter["To"] for letter in postbox.received] == ["mona@example.org"]
    assert states(bob) == ["begun"]


def test_mail_is_forgotten_after_a_month_and_not_sent_again(
    comment: Comment, carol: User, bob: User, postbox: Postbox
) -> None:
    make_comment(to=comment, by=carol)
    post_all(postbox)
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    Mail.objects.update(begun_at=long_ago)
    Notification.objects.update(told_at=long_ago)

    assert forget_mail(timezone.now()) == 1
    make_comment(to=make_comment(on=comment.article, by=bob), by=carol)
    assert len(post_all(postbox)) == 2
    assert words(postbox.received[-1]).count("carol replied") == 1


def test_nothing_is_planned_for_whoever_wants_no_mail(comment: Comment, carol: User, bob: User) -> None:
    choose(bob, Kind.REPLY, Rhythm.NEVER)
    make_comment(to=comment, by=carol)
    relay_all()

    assert plans(bob) == []
    assert told(bob)


def test_named_by_an_edit_it_is_mailed_as_that_though_it_was_mailed_as_watched(
    comment: Comment, carol: User, mona: User, postbox: Postbox
) -> None:
    attend(Node("a", comment.article_id), Attention.Level.WATCH, person=mona, at=timezone.now())
    reply = make_comment(to=comment, by=carol, text="Ask her.")
    relay_all()
    let_time_pass()
    send_mail()
    edit_comment(reply, by=carol, text="Ask @mona.", version=version_of(reply.body.text))

    to_mona = [words(letter) for letter in post_all(postbox) if letter["To"] == "mona@example.org"]
    assert ["wrote" in to_mona[0], "carol named you" in to_mona[1]] == [True, True]
    assert len(to_mona) == 2


def test_the_beat_table_has_it_come_by_itself(settings: Settings) -> None:
    [entry] = [each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == send_due_mail.name]

    assert entry["schedule"].run_every.total_seconds() <= 60
