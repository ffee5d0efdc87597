"""What it takes two to put on somebody: proposed by one, confirmed by another, logged in both names."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Restriction, User
from moderation.acting import Decided
from moderation.appealing import answer, appeal
from moderation.models import Act, LoggedAct, Particulars, Proposal
from moderation.proposing import AlreadyProposed, AlreadySettled, confirm, decline, propose, withdraw
from moderation.restricting import ALONE, CannotRestrict, Length, TakesTwo, restrict
from moderation.verifying import verify_log
from tests.make import RuleFactory, UserFactory
from tests.moderation.cases import decided_by
from tests.moderation.people import DAY, Kind, length_of, newest
from tests.together import at_once

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


def proposed(person: User, *, by: User, kind: str = Kind.BAN, meanwhile: bool = False) -> Proposal:
    decided = Decided(by=by, at=timezone.now(), rule=RuleFactory.create(), note="Enough.")
    return propose(person, length_of(kind, lasting=DAY * 90), decided, meanwhile=meanwhile)


def form_of(kind: str, length: str = "365d", **more: str) -> dict[str, object]:
    return {"kind": kind, "length": length, "rule": RuleFactory.create().pk, "form_key": uuid4(), **more}


@pytest.mark.parametrize("kind", [Kind.BAN, Kind.SUSPEND])
def test_what_one_proposes_and_another_confirms_holds_and_is_logged_in_both_names(
    kind: str, browse: Browse, bob: User, mona: User, ada: User, settings: Settings
) -> None:
    settings.LOG_NAMES_MODERATORS = True
    browse(mona).post("/u/bob/restrict", form_of(kind, note="Enough."))
    waiting = Proposal.objects.get()
    assert not Restriction.objects.exists()

    answer = browse(ada).post(f"/moderation/proposals/{waiting.pk}/confirm", follow=True)

    made, entry = newest(bob), LoggedAct.objects.get()
    beside = Particulars.objects.get(entry=entry)
    assert made.kind == kind
    assert (made.until - made.began_at if made.until else None) == (timedelta(days=365) if kind == "suspend" else None)
    assert (beside.by, beside.confirmed_by, beside.person, beside.note) == (mona, ada, bob, "Enough.")
    assert "confirmed by ada" in answer.content.decode()
    assert "mona, ada" in browse(bob).get(f"/log/{entry.pk}").content.decode()
    assert verify_log().fault is None


def test_who_confirmed_it_cannot_be_changed_unseen(bob: User, mona: User, ada: User) -> None:
    entry = confirm(proposed(bob, by=mona).pk, by=ada, at=timezone.now())

    Particulars.objects.filter(entry=entry).update(confirmed_by=UserFactory.create())

    fault = verify_log().fault
    assert fault is not None
    assert "particulars" in fault.what


@pytest.mark.parametrize("path", ["confirm", "decline"])
def test_nobody_settles_their_own(path: str, browse: Browse, bob: User, mona: User, ada: User) -> None:
    waiting = proposed(bob, by=mona)

    answer = browse(mona).post(f"/moderation/proposals/{waiting.pk}/{path}")

    assert answer.status_code == 403
    assert "a colleague confirms it" in answer.content.decode()
    assert Proposal.objects.open().get() == waiting
    assert not Restriction.objects.exists()


def test_whoever_proposed_it_withdraws_it_and_nobody_else(browse: Browse, bob: User, mona: User, ada: User) -> None:
    waiting = proposed(bob, by=mona)
    assert browse(ada).post(f"/moderation/proposals/{waiting.pk}/withdraw").status_code == 403

    answer = browse(mona).post(f"/moderation/proposals/{waiting.pk}/withdraw", follow=True)

    assert "withdrawn" in answer.content.decode()
    with pytest.raises(AlreadySettled):
        confirm(waiting.pk, by=ada, at=timezone.now())
    assert not LoggedAct.objects.exists()


def test_declined_it_does_nothing_and_may_be_proposed_again(browse: Browse, bob: User, mona: User, ada: User) -> None:
    waiting = proposed(bob, by=mona)

    answer = browse(ada).post(f"/moderation/proposals/{waiting.pk}/decline", follow=True)

    assert "declined by ada" in answer.content.decode()
    assert not Restriction.objects.exists()
    assert not LoggedAct.objects.exists()
    assert proposed(bob, by=mona) != waiting


def test_meanwhile_they_are_suspended_for_thirty_days(browse: Browse, bob: User, mona: User, ada: User) -> None:
    form = form_of("ban", meanwhile="on")

    for _twice in range(2):
        browse(mona).post("/u/bob/restrict", form)

    made = Restriction.objects.get()
    assert made.until is not None
    assert (made.kind, made.until - made.began_at) == ("suspend", ALONE)
    assert Proposal.objects.get().kind == "ban"
    confirm(Proposal.objects.get().pk, by=ada, at=timezone.now())
    assert {each.kind for each in User.objects.get(pk=bob.pk).restrictions_in_force} == {"suspend", "ban"}


@pytest.mark.parametrize(("kind", "days"), [("suspend", 30), ("slow", 365), ("premoderate", 365)])
def test_what_is_short_or_keeps_nobody_out_one_does_alone(kind: str, days: int, bob: User, mona: User) -> None:
    assert restrict(bob, length_of(kind, lasting=DAY * days), decided_by(mona)) is not None


def test_of_two_proposals_the_second_is_told_of_the_first(browse: Browse, bob: User, mona: User, ada: User) -> None:
    proposed(bob, by=mona)

    with pytest.raises(AlreadyProposed):
        proposed(bob, by=ada, meanwhile=True)
    page = browse(ada).post("/u/bob/restrict", form_of("ban", meanwhile="on"), follow=True).content.decode()

    assert "Nothing was done" in page
    assert f"/moderation/proposals/{Proposal.objects.get().pk}/confirm" in page
    assert not Restriction.objects.exists()


# -- Rank, and who is left --------------------------------------------------------------------------------------------


def test_both_are_above_the_person_when_it_is_confirmed(browse: Browse, bob: User, mona: User, ada: User) -> None:
    of_reader = proposed(bob, by=mona)
    User.objects.filter(pk=bob.pk).update(role=User.Role.MODERATOR)

    answer = browse(ada).post(f"/moderation/proposals/{of_reader.pk}/confirm")

    assert answer.status_code == 403
    User.objects.filter(pk=bob.pk).update(role=User.Role.READER)
    User.objects.filter(pk=mona.pk).update(is_active=False)
    with pytest.raises(CannotRestrict):
        confirm(of_reader.pk, by=ada, at=timezone.now())
    assert not Restriction.objects.exists()


def test_where_nobody_else_could_confirm_it_an_admin_acts_alone(browse: Browse, bob: User, ada: User) -> None:
    page = browse(ada).get("/u/bob/restrict").content.decode()
    browse(ada).post("/u/bob/restrict", form_of("ban"))

    assert "meanwhile" not in page
    assert Particulars.objects.get().confirmed_by is None
    assert newest(bob).kind == Kind.BAN


def test_an_admin_bans_the_only_moderator_alone(mona: User, ada: User) -> None:
    assert restrict(mona, Length(kind=Kind.BAN), decided_by(ada)) is not None


def test_a_moderator_never_acts_alone(bob: User, mona: User) -> None:
    with pytest.raises(TakesTwo):
        restrict(bob, Length(kind=Kind.BAN), decided_by(mona))


def test_an_appeal_is_answered_by_a_third_where_there_is_one(bob: User, mona: User, ada: User) -> None:
    entry = confirm(proposed(bob, by=mona).pk, by=ada, at=timezone.now())
    made = appeal(entry, by=bob, text="I only asked.", at=timezone.now())
    third = UserFactory.create(role=User.Role.MODERATOR)

    for decider in (mona, ada):
        with pytest.raises(PermissionDenied):
            answer(made.pk, decided_by(decider), overturn=True)

    User.objects.filter(pk=third.pk).update(is_active=False)
    assert answer(made.pk, decided_by(ada), overturn=True).act == Act.OVERTURN
    assert User.objects.get(pk=bob.pk).restrictions_in_force == []


def test_moderators_are_told_of_what_waits_for_them(browse: Browse, bob: User, mona: User, ada: User) -> None:
    proposed(bob, by=mona)

    assert "1 proposal waits" in browse(ada).get("/moderation/").content.decode()
    assert "1 proposal waits" not in browse(mona).get("/moderation/").content.decode()
    assert "Enough." in browse(ada).get("/u/bob/restrict").content.decode()


# -- What the database promises ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("a_proposal_is_settled_by_another_moderator", {"settled_at": timezone.now(), "settled_by": "by"}),
        ("who_settled_it_did_so_once", {"settled_by": "another"}),
        ("somebody_confirmed_what_took_effect", {"settled_at": timezone.now(), "entry": "entry"}),
        ("what_is_proposed_is_a_ban_or_a_suspension", {"kind": "slow"}),
    ],
)
def test_the_database_refuses(name: str, fields: dict[str, object], bob: User, mona: User, ada: User) -> None:
    waiting = proposed(bob, by=mona)
    entry = restrict(bob, length_of(Kind.SLOW), decided_by(mona))
    said: dict[object, object] = {"by": mona, "another": ada, "entry": entry}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Proposal.objects.filter(pk=waiting.pk).update(**{key: said.get(each, each) for key, each in fields.items()})


def test_the_log_names_nobody_twice(bob: User, mona: User, ada: User) -> None:
    entry = confirm(proposed(bob, by=mona).pk, by=ada, at=timezone.now())

    with pytest.raises(IntegrityError, match="nobody_confirms_their_own_act"), transaction.atomic():
        Particulars.objects.filter(entry=entry).update(confirmed_by=mona)


# -- At once ----------------------------------------------------------------------------------------------------------


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_several_who_settle_it_at_once_one_does(mona: User) -> None:
    """Two confirm, one declines, and whoever proposed it withdraws it."""
    ends: set[str] = set()
    for _round in range(6):
        bob, colleagues = UserFactory.create(), UserFactory.create_batch(3, role=User.Role.MODERATOR)
        waiting = proposed(bob, by=mona)
        jobs = [
            partial(settled, verb, waiting, by=by)
            for verb, by in zip([confirm, confirm, decline, withdraw], [*colleagues, mona], strict=True)
        ]

        told = at_once(jobs)

        assert sum(told) == 1
        waiting.refresh_from_db()
        entries = LoggedAct.objects.about(bob).count()
        assert entries == Restriction.objects.filter(person=bob).count() == (waiting.entry_id is not None)
        ends.add("confirmed" if waiting.entry_id else "ended")
    assert ends
    assert verify_log().fault is None


def settled(verb: Callable[..., object], waiting: Proposal, *, by: User) -> bool:
    """Whether this one did it."""
    try:
        verb(waiting.pk, by=by, at=timezone.now())
    except AlreadySettled:
        return False
    return True
