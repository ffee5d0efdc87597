"""After a report: a word is added, or it is taken back, until it is decided."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.events.models import Delivery
from forum.events.relaying import relay
from moderation.claiming import claim
from moderation.deciding import Verdict, decide
from moderation.models import Case, Report, Rule
from tests.make import RuleFactory, make_comment
from tests.moderation.cases import decided_by, reported
from tests.moderation.test_views_reports import filled

type Browse = Callable[[User], Client]


@pytest.fixture
def rule(db: None) -> Rule:
    return RuleFactory.create(title="No umbrellas")


def test_a_word_is_added_afterwards_until_it_is_decided(
    browse: Browse, bob: User, carol: User, mona: User, rule: Rule
) -> None:
    comment = make_comment(text="Umbrellas, cheap!")
    address, bobs = f"/c/{comment.pk}/report", browse(bob)
    bobs.post(address, filled(rule))

    too_long = bobs.post(address, {"words": "1", "note": "é" * 1001, "quote": ""})
    said = bobs.post(address, {"words": "1", "note": "Again.", "quote": "cheap!"}, follow=True).content.decode()
    browse(carol).post(address, {"words": "1", "note": "Not mine."})
    decide(Report.objects.get().case.pk, Verdict.APPROVE, decided_by(mona))
    bobs.post(address, {"words": "1", "note": "Too late."})

    report = Report.objects.get()
    assert (too_long.status_code, report.note, report.quote) == (422, "Again.", "cheap!")
    assert "Your words are with your report." in said
    assert "Change what you said" in said


def test_a_report_is_taken_back_and_its_case_goes_with_the_last(
    browse: Browse, bob: User, carol: User, mona: User, rule: Rule
) -> None:
    comment = make_comment()
    address, bobs = f"/c/{comment.pk}/report", browse(bob)
    bobs.post(address, filled(rule))
    browse(carol).post(address, filled(rule))

    page = bobs.post(address, {"take_back": "1"}, follow=True).content.decode()
    left = Case.objects.get().report_count
    browse(carol).post(address, {"take_back": "1"})
    relay()

    assert "Your report is taken back." in page
    assert left == 1
    assert not Case.objects.exists()
    assert not Report.objects.exists()
    assert not Delivery.objects.exists(), "what was on its way arrived, and found nothing to do"
    bobs.post(address, filled(rule))
    assert Report.objects.get().case.report_count == 1


@pytest.mark.parametrize("how", ["decided", "looked at"])
def test_a_case_that_somebody_works_on_stays(how: str, browse: Browse, bob: User, mona: User) -> None:
    case = reported(make_comment(), by=bob).case
    if how == "decided":
        decide(case.pk, Verdict.APPROVE, decided_by(mona))
    else:
        claim(case, by=mona, now=timezone.now())

    browse(bob).post(f"/c/{case.comment_id}/report", {"take_back": "1"})

    assert Report.objects.count() == (1 if how == "decided" else 0)
    assert Case.objects.get().report_count == Report.objects.count()
