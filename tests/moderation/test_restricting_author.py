"""Deciding a case and putting something on its author: one press, one transaction, one way back."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Restriction, User
from accounts.restrictions import may_take_part
from forum.comments.models import Comment
from moderation.acting import Decided
from moderation.deciding import Verdict, decide
from moderation.models import Act, Case, LoggedAct, Rule
from moderation.restricting import CannotRestrict, Length, restrict
from moderation.undoing import CannotUndo, undo
from moderation.verifying import verify_log
from tests.make import RuleFactory, UserFactory, make_comment
from tests.moderation.cases import case_of, decided_by
from tests.pages import read
from tests.rights.forms import FORMS

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]
Kind = Restriction.Kind


@pytest.fixture
def case(bob: User) -> Case:
    return case_of(make_comment(by=bob))


def sent(case: Case, **fields: str) -> dict[str, str]:
    rule = Rule.objects.get(pk=case.reports.get().rule_id)
    return FORMS["besides"]({}) | {"put-rule": str(rule.pk)} | fields


def test_one_press_removes_and_suspends_and_one_takes_both_back(
    browse: Browse, mona: User, bob: User, case: Case
) -> None:
    client = browse(mona)

    answer = client.post(f"/moderation/case/{case.pk}/restrict", sent(case, note="Not like that."), follow=True)

    removal, suspension = LoggedAct.objects.order_by("number")
    assert (removal.act, suspension.act) == (Act.REMOVE_COMMENT, Act.SUSPEND_PERSON)
    assert removal.bulk == suspension.bulk is not None
    assert {removal.rule, suspension.rule} == {case.reports.get().rule}
    assert suspension.particulars.note == "Not like that."
    assert not may_take_part(User.objects.get(pk=bob.pk))
    assert "Comment removed, Person suspended" in answer.content.decode()

    client.post(f"/moderation/undo/{removal.pk}")

    assert may_take_part(User.objects.get(pk=bob.pk))
    assert Comment.objects.get().is_published
    assert list(Case.objects.open()) == [case]
    assert verify_log().fault is None


@pytest.mark.parametrize("kind", [Kind.WARN, Kind.SLOW, Kind.PREMODERATE, Kind.SUSPEND])
def test_what_it_is_about_may_stay(browse: Browse, mona: User, bob: User, case: Case, kind: str) -> None:
    form = sent(case, **{"put-kind": kind})
    del form["put-remove"]

    browse(mona).post(f"/moderation/case/{case.pk}/restrict", form)

    assert bob.restrictions.get().kind == kind
    assert LoggedAct.objects.order_by("number")[0].act == Act.KEEP
    assert Comment.objects.get().is_published


def test_the_rule_that_most_reports_name_is_filled_in(browse: Browse, mona: User, case: Case) -> None:
    RuleFactory.create_batch(2)

    page = browse(mona).get(f"/moderation/case/{case.pk}")

    assert page.context["restrict_form"]["rule"].value() == case.reports.get().rule_id
    assert f'<option value="{case.reports.get().rule_id}" selected>' in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"put-kind": "ban"}, {"put-kind": ""}, {"put-rule": "0"}, {"put-length": "lifted"}, {"put-length": ""}]
    + [{"put-kind": "slow", "put-minutes": minutes} for minutes in ("", "0", "1441", "x")]
    + [{"note": "x" * 2001}],
)
def test_what_is_not_in_order_is_asked_again_and_nothing_is_done(
    browse: Browse, mona: User, case: Case, wrong: dict[str, str]
) -> None:
    answer = browse(mona).post(f"/moderation/case/{case.pk}/restrict", sent(case, **wrong))

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not LoggedAct.objects.exists()


def test_where_somebody_is_not_theirs_to_restrict_neither_is_done(browse: Browse, mona: User, ada: User) -> None:
    of_admin = case_of(make_comment(by=ada))

    answer = browse(mona).post(f"/moderation/case/{of_admin.pk}/restrict", sent(of_admin))

    assert answer.status_code == 403
    assert "Restrict…" not in read(browse(mona), f"/moderation/case/{of_admin.pk}")
    with pytest.raises(CannotRestrict), transaction.atomic():
        decide(of_admin.pk, Verdict.REMOVE, decided_by(mona), also=Length(kind=Kind.WARN))
    assert not LoggedAct.objects.exists()
    assert not Restriction.objects.exists()


def test_who_may_not_lift_it_does_not_take_back_the_decision(mona: User, ada: User) -> None:
    case = case_of(make_comment(by=UserFactory.create(role=User.Role.MODERATOR)))
    entry = decide(case.pk, Verdict.REMOVE, decided_by(ada), also=Length(kind=Kind.WARN))

    with pytest.raises(CannotUndo):
        undo(entry.pk, decided_by(mona))
    assert Comment.objects.get().removed_at is not None


def test_what_was_lifted_before_does_not_stand_in_the_way(mona: User, bob: User, case: Case) -> None:
    entry = decide(case.pk, Verdict.REMOVE, decided_by(mona), also=Length(kind=Kind.WARN))
    Restriction.objects.update(read_at=timezone.now())
    other = restrict(bob, Length(kind=Kind.WARN), Decided(by=mona, at=timezone.now()))

    undo(entry.pk, decided_by(mona))

    assert Comment.objects.get().is_published
    assert other is not None
    assert bob.restrictions.filter(lifted_at__isnull=True, read_at__isnull=True).count() == 1


def test_whoever_is_restricted_finds_the_decision_and_the_appeal(browse: Browse, bob: User, mona: User) -> None:
    entry = restrict(bob, Length(kind=Kind.WARN), decided_by(mona))
    assert entry is not None

    page = read(browse(bob), "/settings/restrictions")

    assert f'href="/decisions/{entry.number}"' in page
    assert f'action="/decisions/{entry.number}/appeal"' in read(browse(bob), f"/decisions/{entry.number}")
