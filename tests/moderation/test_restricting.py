"""Putting restrictions on people and lifting them: logged, by rank, and taken back exactly."""

from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Restriction, User
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from moderation.log import forget_in_log
from moderation.models import Act, LoggedAct, Particulars
from moderation.restricting import ACTS, CannotRestrict, lift, restrict
from moderation.verifying import verify_log
from tests.make import ArticleFactory, RuleFactory, UserFactory
from tests.moderation.cases import decided_by
from tests.moderation.people import DAY, Kind, length_of, newest, put_on
from tests.together import at_once

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


def rows(person: User) -> list[object]:
    """All that is on them, and what their own row says of it."""
    in_force = Restriction.objects.in_force(timezone.now()).filter(person=person)
    return [*in_force.order_by("pk").values(), *User.objects.filter(pk=person.pk).values()]


@pytest.mark.parametrize("kind", Kind.values)
def test_it_is_logged_with_whom_why_and_until_when(kind: str, bob: User, mona: User) -> None:
    entry = put_on(bob, kind, by=mona, note="Enough.")

    made, beside = newest(bob), Particulars.objects.get(entry=entry)
    assert (entry.act, entry.role, entry.until) == (ACTS[Kind(kind)], "moderator", made.until)
    assert (entry.comment, entry.article, entry.rule_title) == (None, None, made.rule_title)
    assert (beside.by, beside.person, beside.note, beside.restriction) == (mona, bob, "Enough.", made)
    assert verify_log().fault is None


@pytest.mark.parametrize("first", [None, *Kind.values])
@pytest.mark.parametrize("kind", Kind.values)
def test_lifted_everything_is_as_it_was(kind: str, first: str | None, bob: User, mona: User) -> None:
    if first:
        put_on(bob, first, by=mona, lasting=DAY * 3)
    before = rows(bob)
    entry = put_on(bob, kind, by=mona)

    back = lift(newest(bob), decided_by(mona))

    assert back is not None
    assert rows(bob) == before
    assert (back.act, back.reverts) == (Act.LIFT_RESTRICTION, entry)
    assert verify_log().fault is None


def test_what_is_over_or_lifted_is_lifted_no_more(bob: User, mona: User) -> None:
    put_on(bob, Kind.BAN, by=mona)
    lifted = newest(bob)
    lift(lifted, decided_by(mona))
    put_on(bob, Kind.SUSPEND, by=mona)
    over = newest(bob)

    assert lift(lifted, decided_by(mona)) is None
    with time_machine.travel(timezone.now() + DAY * 2):
        assert lift(over, decided_by(mona)) is None
    assert LoggedAct.objects.count() == 3


def test_the_same_form_twice_does_it_once(browse: Browse, bob: User, mona: User) -> None:
    form = {"kind": "slow", "minutes": "5", "length": "1d", "rule": RuleFactory.create().pk, "form_key": uuid4()}

    answers = [browse(mona).post("/u/bob/restrict", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Restriction.objects.count() == LoggedAct.objects.count() == 1


# -- Who may ----------------------------------------------------------------------------------------------------------

RIGHTS = {
    ("moderator", "reader"): True,
    ("moderator", "moderator"): False,
    ("moderator", "admin"): False,
    ("admin", "reader"): True,
    ("admin", "moderator"): True,
    ("admin", "admin"): False,
    ("reader", "reader"): False,
}


@pytest.mark.parametrize(("doer", "person"), RIGHTS)
def test_nobody_restricts_their_own_rank_or_above(doer: str, person: str, browse: Browse, ada: User) -> None:
    by, target = UserFactory.create(role=doer), UserFactory.create(role=person)
    may = RIGHTS[doer, person]
    form = {"kind": "suspend", "length": "1d", "rule": RuleFactory.create().pk, "form_key": uuid4()}

    answer = browse(by).post(f"/u/{target.username}/restrict", form)

    assert answer.status_code == (303 if may else 403)
    assert Restriction.objects.filter(person=target).exists() == may
    if not may:
        with pytest.raises(CannotRestrict):
            restrict(target, length_of(Kind.SUSPEND), decided_by(by))
    link = f"/u/{target.username}/restrict"
    assert (link in browse(by).get(f"/u/{target.username}").content.decode()) == may


def test_nobody_restricts_or_frees_themselves(browse: Browse, mona: User, ada: User) -> None:
    put_on(mona, Kind.SUSPEND, by=ada)

    assert browse(mona).get("/u/mona/restrict").status_code == 403
    assert browse(mona).post(f"/restrictions/{newest(mona).pk}/lift").status_code == 403
    with pytest.raises(CannotRestrict):
        lift(newest(mona), decided_by(mona))


# -- The form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "suspend", "length": "lifted"}, "A suspension has an end"),
        ({"kind": "slow", "length": "1d", "minutes": ""}, "Say how many minutes"),
        ({"kind": "slow", "length": "1d", "minutes": "0"}, "greater than or equal to 1"),
        ({"kind": "slow", "length": "1d", "minutes": "1441"}, "less than or equal to 1440"),
        ({"kind": "flog", "length": "1d"}, "Choose one of these"),
        ({"kind": "ban", "length": "9d"}, "Choose one of these"),
        ({"kind": "ban", "length": "1d", "rule": ""}, "Choose the rule"),
        ({"kind": "ban", "length": "1d", "note": "x" * 2001}, "2000"),
    ],
)
def test_the_form_says_what_is_wrong(fields: dict[str, str], why: str, browse: Browse, bob: User, mona: User) -> None:
    rule = str(RuleFactory.create().pk)

    answer = browse(mona).post("/u/bob/restrict", {"rule": rule, "form_key": str(uuid4()), **fields})

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Restriction.objects.exists()


def test_moderators_see_what_is_on_somebody_and_lift_it(browse: Browse, bob: User, mona: User) -> None:
    put_on(bob, Kind.SUSPEND, by=mona, note="Too loud.")
    monas = browse(mona)
    restriction = newest(bob)

    page = monas.get("/u/bob/restrict").content.decode()
    answer = monas.post(f"/restrictions/{restriction.pk}/lift", follow=True).content.decode()

    assert "Too loud." in page
    assert f'action="/restrictions/{restriction.pk}/lift"' in page
    assert "Lifted." in answer
    assert User.objects.get(pk=bob.pk).restrictions_in_force == []


# -- What the database promises ---------------------------------------------------------------------------------------

IMPOSSIBLE: dict[str, dict[str, object]] = {
    "a_restriction_is_of_a_kind_that_there_is": {"kind": "flog"},
    "slow_mode_alone_counts_minutes": {"kind": "ban", "minutes": 5},
    "a_suspension_has_an_end": {"kind": "suspend"},
    "no_clock_ends_a_warning_or_a_ban": {"kind": "ban", "until": timezone.now() + DAY},
    "only_a_warning_is_read": {"kind": "ban", "read_at": timezone.now()},
    "a_restriction_ends_after_it_began": {"kind": "suspend", "until": timezone.now() - DAY},
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_database_refuses(name: str, bob: User) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Restriction.objects.create(person=bob, began_at=timezone.now(), **IMPOSSIBLE[name])


def test_somebody_forgotten_in_the_log_leaves_it_whole(bob: User, mona: User) -> None:
    put_on(bob, Kind.BAN, by=mona)

    forget_in_log(bob, at=timezone.now())

    assert (Particulars.objects.get().person, Particulars.objects.get().restriction) == (None, None)
    assert verify_log().fault is None


# -- At once ----------------------------------------------------------------------------------------------------------


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [Kind.SUSPEND, Kind.PREMODERATE])
def test_nothing_of_theirs_is_published_once_it_is_committed(kind: str, mona: User) -> None:
    """Comments are stamped before their person's lock: what is looked at is what was there when the act returned."""
    article = ArticleFactory.create()
    for _round in range(10):
        bob = UserFactory.create()
        seen: list[int] = []

        def stop(bob: User = bob, seen: list[int] = seen) -> None:
            restrict(bob, length_of(kind), decided_by(mona))
            seen.append(Comment.objects.published().filter(author=bob).count())

        at_once([*[lambda bob=bob: tries(bob, article) for _ in range(4)], stop])

        assert Comment.objects.published().filter(author=bob).count() == seen[0]
    assert verify_log().fault is None


def tries(bob: User, article: object) -> None:
    """Several posts, as somebody who knows of nothing."""
    for _ in range(4):
        try:
            post_comment(article, author=bob, text="Quick!", form_key=uuid4())  # type: ignore[arg-type]
        except Refused:
            return
