"""Readers report what they read, and see what comes of it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.comments.deleting import delete_comment
from forum.comments.models import Comment
from moderation import acting, outcomes
from moderation.deciding import Verdict, decide
from moderation.models import Report, Rule
from moderation.reporting import MOST_PER_HOUR
from moderation.undoing import undo
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.moderation.cases import decided_by, reported

type Browse = Callable[[User], Client]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def rule(db: None) -> Rule:
    return RuleFactory.create(title="No umbrellas")


def filled(rule: Rule, **fields: object) -> dict[str, object]:
    return {"rule": rule.pk, "form_key": str(uuid4()), **fields}


@pytest.mark.parametrize("kind", ["comment", "article"])
def test_a_report_says_which_rule_and_which_words(browse: Browse, bob: User, rule: Rule, kind: str) -> None:
    thing = make_comment(text="Umbrellas, cheap!") if kind == "comment" else ArticleFactory.create()
    address = f"/c/{thing.pk}/report" if kind == "comment" else f"/a/{thing.pk}/story/report"

    page = browse(bob).post(address, filled(rule, quote="cheap!"), follow=True).content.decode()

    report = Report.objects.get()
    assert (report.case.thing, report.reporter, report.rule) == (thing, bob, rule)
    assert report.quote == "cheap!"
    assert "Reported." in page
    assert "Waiting for a moderator" in page


def test_with_htmx_the_answer_comes_in_the_place_of_the_form(browse: Browse, bob: User, rule: Rule) -> None:
    comment = make_comment()

    page = browse(bob).post(f"/c/{comment.pk}/report", filled(rule), headers=HTMX, follow=True).content.decode()

    assert page.strip().startswith(f'<div class="notice reported" id="report-c{comment.pk}"')
    assert 'href="/reports"' in page


def test_the_form_offers_the_rules_in_force(browse: Browse, bob: User, rule: Rule) -> None:
    retired = RuleFactory.create(title="No hats", retired_at=timezone.now())
    comment, bobs = make_comment(), browse(bob)

    page = bobs.get(f"/c/{comment.pk}/report").content.decode()

    assert "No umbrellas" in page
    assert "No hats" not in page
    assert bobs.post(f"/c/{comment.pk}/report", filled(retired)).status_code == 422


def test_the_same_form_twice_is_one_report(browse: Browse, bob: User, rule: Rule) -> None:
    comment, sent, bobs = make_comment(), filled(rule), browse(bob)

    pages = [bobs.post(f"/c/{comment.pk}/report", sent, follow=True).content.decode() for _twice in range(2)]

    assert Report.objects.count() == 1
    assert all("Reported." in page for page in pages)


def test_the_same_form_sent_of_another_comment_reports_that_one_too(browse: Browse, bob: User, rule: Rule) -> None:
    sent, bobs = filled(rule), browse(bob)

    for comment in (make_comment(), make_comment()):
        bobs.post(f"/c/{comment.pk}/report", sent)

    assert Report.objects.count() == 2


def test_two_people_with_the_same_key_report_each_for_themselves(
    browse: Browse, bob: User, carol: User, rule: Rule
) -> None:
    comment, sent = make_comment(), filled(rule)

    for person in (bob, carol):
        browse(person).post(f"/c/{comment.pk}/report", sent)

    assert {report.reporter for report in Report.objects.all()} == {bob, carol}


def test_whoever_reports_again_is_told_how_it_stands(browse: Browse, bob: User, rule: Rule) -> None:
    comment, bobs = make_comment(), browse(bob)
    bobs.post(f"/c/{comment.pk}/report", filled(rule))

    asked = bobs.get(f"/c/{comment.pk}/report").content.decode()
    again = bobs.post(f"/c/{comment.pk}/report", filled(rule, quote="Still."), follow=True).content.decode()

    for page in (asked, again):
        assert "You have reported this." in page
        assert "Waiting for a moderator" in page
    assert Report.objects.get().quote == ""


def test_after_the_decision_a_reader_may_report_anew(browse: Browse, bob: User, mona: User, rule: Rule) -> None:
    comment, bobs = make_comment(), browse(bob)
    decide(reported(comment, by=bob).case.pk, Verdict.APPROVE, decided_by(mona))

    asked = bobs.get(f"/c/{comment.pk}/report").content.decode()
    bobs.post(f"/c/{comment.pk}/report", filled(rule))

    assert "You have reported this before: Looked at, stays." in asked
    assert Report.objects.of(bob).count() == 2


def test_what_was_typed_is_kept_when_there_were_too_many(browse: Browse, bob: User, rule: Rule) -> None:
    for _each in range(MOST_PER_HOUR):
        reported(by=bob)
    Report.objects.update(reported_at=timezone.now() - timedelta(minutes=50))

    answer = browse(bob).post(f"/c/{make_comment().pk}/report", filled(rule, quote="So many of them."))

    assert answer.status_code == 429
    assert 590 <= int(answer["Retry-After"]) <= 600
    assert "So many of them." in answer.content.decode()
    assert "please wait a while" in answer.content.decode()


def test_a_quote_is_bounded(browse: Browse, bob: User, rule: Rule) -> None:
    comment, bobs = make_comment(), browse(bob)

    too_long = bobs.post(f"/c/{comment.pk}/report", filled(rule, quote="é" * 501))
    fits = bobs.post(f"/c/{comment.pk}/report", filled(rule, quote="👩‍🚀" * (500 // 3)))

    assert (too_long.status_code, fits.status_code) == (422, 303)


def test_own_and_removed_comments_have_no_report(browse: Browse, bob: User, carol: User, mona: User) -> None:
    mine = make_comment(by=bob)
    gone = make_comment(on=mine.article, by=carol)
    make_comment(to=gone)
    acting.remove(gone, decided_by(mona))

    page = browse(bob).get(mine.article.get_absolute_url()).content.decode()

    assert f"/c/{mine.pk}/report" not in page
    assert f"/c/{gone.pk}/report" not in page
    assert page.count('/report"') == 3, "the reply's, and the article's with and without htmx"


def test_who_is_not_signed_in_sees_no_report(rule: Rule) -> None:
    comment = make_comment()

    page = Client().get(comment.article.get_absolute_url()).content.decode()

    assert "/report" not in page


# -- What becomes of it -----------------------------------------------------------------------------------------------


def test_own_reports_say_what_became_of_each(browse: Browse, bob: User, mona: User) -> None:
    waits, stays, goes, back = (make_comment() for _four in range(4))
    for comment in (waits, stays, goes, back):
        reported(comment, by=bob)
    decide(stays.cases.get().pk, Verdict.APPROVE, decided_by(mona))
    decide(goes.cases.get().pk, Verdict.REMOVE, decided_by(mona))
    decide(back.cases.get().pk, Verdict.REMOVE, decided_by(mona))
    acting.restore(Comment.objects.get(pk=back.pk), decided_by(mona))

    told = {
        each.url or "gone": each.outcome for each in outcomes.own_reports(bob, after=None, now=timezone.now()).reports
    }

    assert told == {
        f"/c/{waits.pk}": "Waiting for a moderator",
        f"/c/{stays.pk}": "Looked at, stays",
        f"/c/{back.pk}": "Removed, and restored later",
        "gone": "Removed",
    }


def test_a_decision_that_was_taken_back_waits_again_or_says_so(
    browse: Browse, bob: User, carol: User, mona: User
) -> None:
    comment, other = make_comment(), make_comment()
    first = decide(reported(comment, by=bob).case.pk, Verdict.APPROVE, decided_by(mona))
    second = decide(reported(other, by=bob).case.pk, Verdict.APPROVE, decided_by(mona))
    reported(other, by=carol)
    for entry in (first, second):
        undo(entry.number, decided_by(mona))

    page = browse(bob).get("/reports").content.decode()

    assert page.count("Waiting for a moderator") == 1
    assert page.count("the decision was taken back") == 1


def test_own_reports_name_nobody_and_nothing_that_is_gone(
    browse: Browse, bob: User, carol: User, mona: User, rule: Rule
) -> None:
    removed, deleted = make_comment(by=carol, text="Sesame one"), make_comment(by=carol, text="Sesame two")
    for comment in (removed, deleted):
        browse(bob).post(f"/c/{comment.pk}/report", filled(rule, quote=comment.body.text))
        reported(comment, by=mona)
    before = browse(bob).get("/reports").content.decode()
    decide(removed.cases.get().pk, Verdict.REMOVE, decided_by(mona, note="Sesame three"))
    delete_comment(deleted, at=timezone.now())

    page = browse(bob).get("/reports").content.decode()

    assert "Sesame one" in before
    for secret in ("Sesame", "mona", "carol", f"/c/{removed.pk}", f"/c/{deleted.pk}"):
        assert secret not in page
    assert "Removed" in page


def test_nobody_sees_the_reports_of_others(browse: Browse, bob: User, carol: User) -> None:
    reported(by=bob)

    assert "Waiting for a moderator" not in browse(carol).get("/reports").content.decode()


def test_own_reports_come_by_pages_of_one_query(browse: Browse, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "PAGE", 3)
    at = timezone.now()
    for _five in range(5):
        reported(by=bob)
    Report.objects.update(reported_at=at)
    bobs, seen, url = browse(bob), set[str](), "/reports"

    for _page in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = bobs.get(url)
        assert len(captured) == 3
        told = answer.context["page"]
        seen |= {str(each.receipt) for each in told.reports}
        url = f"/reports?after={told.next_after}"

    assert len(seen) == 5
    assert told.next_after == ""
