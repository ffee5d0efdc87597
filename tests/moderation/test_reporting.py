"""Reports: folded into one case a thing, each person's once, and weighed by who reports."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.events.relaying import relay
from moderation.deciding import Verdict, decide
from moderation.models import Case, Report
from moderation.reporting import MOST_PER_HOUR, TooManyReports, report
from moderation.weighing import precision_of
from tests.make import ArticleFactory, UserFactory, make_comment
from tests.moderation.cases import case_of, decided_by, notice_of, reported
from tests.together import at_once

pytestmark = pytest.mark.django_db


def test_all_reports_of_a_thing_are_folded_into_one_case(bob: User, carol: User) -> None:
    comment = make_comment()

    first, second = reported(comment, by=bob), reported(comment, by=carol)

    case = Case.objects.get()
    assert first.case == second.case == case
    assert (case.comment, case.report_count) == (comment, 2)


def test_a_report_keeps_what_the_thing_said_then(bob: User) -> None:
    comment, article = make_comment(text="Pills!"), ArticleFactory.create(title="Rain", text="It rained.")

    assert reported(comment, by=bob).words == "Pills!"
    assert reported(article, by=bob).words == "Rain\n\nIt rained."


def test_a_second_report_of_one_person_changes_nothing(bob: User) -> None:
    comment = make_comment()
    first = reported(comment, by=bob)

    assert reported(comment, by=bob) == first
    assert Case.objects.get().report_count == 1


def test_the_same_form_sent_twice_makes_one_report(bob: User) -> None:
    comment, notice = make_comment(), replace(notice_of(), by=None)

    assert report(comment, notice) == report(comment, notice)
    assert Case.objects.get().report_count == 1


def test_a_report_after_the_decision_opens_another_case(bob: User, carol: User, mona: User) -> None:
    comment = make_comment()
    first = reported(comment, by=bob).case
    decide(first.pk, Verdict.APPROVE, decided_by(mona))

    second = reported(comment, by=carol).case

    assert second != first
    assert second.report_count == 1


def test_one_person_reports_no_more_than_an_hour_bears(bob: User) -> None:
    for _each in range(MOST_PER_HOUR):
        reported(by=bob)

    with pytest.raises(TooManyReports):
        reported(by=bob)

    Report.objects.update(reported_at=timezone.now() - timedelta(minutes=61))
    assert reported(by=bob).reporter == bob


def test_reporters_who_were_right_before_weigh_more(bob: User, carol: User, mona: User) -> None:
    for verdict, person in ((Verdict.REMOVE, bob), (Verdict.REMOVE, bob), (Verdict.APPROVE, carol)):
        decide(reported(by=person).case.pk, verdict, decided_by(mona))

    assert precision_of(bob.pk) == pytest.approx(3 / 4)
    assert precision_of(carol.pk) == pytest.approx(1 / 3)
    assert precision_of(None) == precision_of(UserFactory.create().pk) == 0.5
    assert reported(by=bob).case.risk > reported(by=carol).case.risk


@pytest.mark.parametrize("days", [1, 8])
def test_a_case_knows_whether_its_author_is_new(days: int) -> None:
    author = UserFactory.create(joined_at=timezone.now() - timedelta(days=days))

    assert case_of(make_comment(by=author)).is_newcomers == (days < 7)


def test_what_is_held_comes_into_the_queue_and_stays_one_case(bob: User) -> None:
    comment = make_comment()
    hold_comment(comment, at=timezone.now())

    relay()
    relay()

    case = Case.objects.get()
    assert (case.comment, case.is_held, case.report_count, case.risk) == (comment, True, 0, 1.0)
    assert reported(comment, by=bob).case == case


def test_what_was_judged_before_it_came_into_the_queue_does_not(mona: User) -> None:
    comment = make_comment()
    hold_comment(comment, at=timezone.now())
    remove_comment(comment, by=mona, at=timezone.now())

    relay()

    assert not Case.objects.exists()


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_report_at_once_each_counts_and_the_case_is_one() -> None:
    comment = Comment.objects.get(pk=make_comment().pk)
    people = UserFactory.create_batch(8)

    at_once([lambda person=person: reported(comment, by=person) for person in people])  # type: ignore[misc]

    case = Case.objects.get()
    assert (case.report_count, case.reports.count()) == (8, 8)
    assert case.risk == pytest.approx(4.0)


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_a_report_at_the_moment_of_the_decision_is_in_a_case_of_its_own_or_in_that_one(mona: User) -> None:
    for _round in range(10):
        article: Article = ArticleFactory.create()
        case = case_of(article)
        person, decided = UserFactory.create(), decided_by(mona)

        at_once(
            [
                lambda article=article, person=person: reported(article, by=person),  # type: ignore[misc]
                lambda case=case, decided=decided: decide(case.pk, Verdict.APPROVE, decided),  # type: ignore[misc]
            ]
        )

        theirs = Report.objects.get(reporter=person).case
        assert theirs.article == article
        assert Case.objects.open().about(article).count() == (theirs != case)
