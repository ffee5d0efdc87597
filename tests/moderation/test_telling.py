"""What was decided is told in the inbox: once, to whom it concerns, and never what was said."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Restriction, User
from forum.comments.models import Comment
from forum.notifications.models import Notification
from moderation import receivers
from moderation.acting import Decided
from moderation.appealing import answer
from moderation.deciding import Verdict, decide
from moderation.models import LoggedAct
from moderation.restricting import Length, restrict
from moderation.undoing import undo
from tests.forum.notifications.mails import html_of, post_all
from tests.forum.notifications.told import relay_all, suspend, told
from tests.make import make_comment
from tests.moderation.cases import appealed, decided_by, removal, reported
from tests.pages import read
from tests.post import Postbox, words

type Browse = Callable[[User], Client]

SECRET = "sesamoid"


@pytest.fixture
def comment(bob: User) -> Comment:
    comment = make_comment(by=bob, text=SECRET)
    relay_all()
    return comment


def test_author_and_reporters_are_told_what_was_decided(
    browse: Browse, comment: Comment, bob: User, carol: User, mona: User
) -> None:
    report = reported(comment, by=carol)
    decided = decided_by(mona, note="Not here.")

    entry = decide(report.case.pk, Verdict.REMOVE, decided)
    relay_all()

    assert told(bob) == [("decision", entry.number)]
    assert told(carol) == [("report", report.pk)]
    assert told(mona) == []
    bobs, carols = read(browse(bob), "/notifications/"), read(browse(carol), "/notifications/")
    assert f"Comment removed · {comment.article.headline} · {entry.rule_title}" in bobs.replace("&#x27;", "'")
    assert f'href="/decisions/{entry.number}"' in bobs
    assert "Your report: Removed" in carols
    assert SECRET not in bobs + carols


def test_a_decision_is_mailed_and_its_words_are_not(
    comment: Comment, bob: User, carol: User, mona: User, ada: User, postbox: Postbox
) -> None:
    report = reported(comment, by=carol)
    entry = decide(report.case.pk, Verdict.REMOVE, decided_by(mona))
    relay_all()
    suspend(bob, by=ada)

    letters = {letter["To"]: letter for letter in post_all(postbox)}
    mailed = words(letters["bob@example.org"])
    assert "Comment removed · " in mailed, "whoever is suspended hears what was decided about them"
    assert f"/decisions/{entry.number}\n" in mailed
    assert "Your report: Removed" in words(letters["carol@example.org"])
    assert not [letter for letter in letters.values() if SECRET in words(letter) + html_of(letter)]


def test_what_is_taken_back_in_time_is_told_to_nobody(comment: Comment, bob: User, carol: User, mona: User) -> None:
    entry = decide(reported(comment, by=carol).case.pk, Verdict.REMOVE, decided_by(mona))
    undo(entry.number, decided_by(mona))

    relay_all()

    assert told(bob) == told(carol) == []


def test_what_is_taken_back_later_is_told_as_it_is_now(browse: Browse, comment: Comment, bob: User, mona: User) -> None:
    entry = decide(reported(comment).case.pk, Verdict.REMOVE, decided_by(mona))
    relay_all()
    undo(entry.number, decided_by(mona))
    relay_all()

    assert told(bob) == [("decision", entry.number)]
    assert "taken back since" in read(browse(bob), "/notifications/")


def test_whoever_appealed_is_told_the_answer(
    browse: Browse, comment: Comment, bob: User, mona: User, ada: User
) -> None:
    entry = removal(comment, mona)
    made = appealed(entry, bob)

    answer(made.pk, decided_by(ada), overturn=True)
    relay_all()

    assert ("appeal", made.pk) in told(bob)
    assert "Your appeal: Overturned on appeal" in read(browse(bob), "/notifications/")


def test_whoever_is_suspended_is_told_that_and_that_alone(comment: Comment, bob: User, mona: User) -> None:
    until = timezone.now() + timedelta(days=7)
    length = Length(kind=Restriction.Kind.SUSPEND, until=until, form_key=uuid4())

    entry = restrict(bob, length, Decided(by=mona, at=timezone.now()))
    make_comment(to=comment)
    relay_all()

    assert entry is not None
    assert told(bob) == [("decision", entry.number)]


def test_each_is_told_once_however_often_it_arrives(comment: Comment, bob: User, carol: User, mona: User) -> None:
    report = reported(comment, by=carol)
    entry = decide(report.case.pk, Verdict.REMOVE, decided_by(mona))
    relay_all()

    for _again in range(3):
        receivers.tell_whom_it_befell(number=entry.number)
        receivers.tell_reporters(case_id=report.case.pk)

    assert Notification.objects.count() == 3  # Bob's, Carol's, and that of the article's author
    assert LoggedAct.objects.count() == 1
