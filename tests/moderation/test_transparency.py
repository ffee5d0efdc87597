"""Moderation in figures: what was done, and nobody in particular."""

from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from moderation.appealing import answer
from moderation.deciding import Verdict, decide
from moderation.models import Case, LoggedAct
from moderation.transparency import figures
from tests.make import make_comment
from tests.moderation.cases import appealed, decided_by, removal, reported

type Browse = Callable[[User], Client]


def test_the_figures_count_what_was_done(browse: Browse, bob: User, mona: User, ada: User) -> None:
    for _two in range(2):
        decide(reported(make_comment(by=bob)).case.pk, Verdict.REMOVE, decided_by(mona))
    Case.objects.update(opened_at=timezone.now() - timedelta(hours=3))
    entry = LoggedAct.objects.select_related("particulars").order_by("number")[0]
    answer(appealed(entry, bob).pk, decided_by(ada), overturn=True)

    page = Client().get("/transparency").content.decode()

    found = figures(timezone.now())
    assert (found.restrictions, found.automatic, found.reverted, found.cases) == (2, 0, 1, 2)
    assert (found.appeals, found.answered, found.overturned) == (1, 1, 1)
    assert sorted(found.by_rule.values()) == [1, 1]
    assert "3\xa0hours" in page
    for secret in ("bob", "mona", "Indeed."):
        assert secret not in page


def test_the_figures_of_a_quiet_place_are_noughts_and_stand_for_an_hour(db: None, mona: User) -> None:
    assert "Nothing was restricted." in Client().get("/transparency").content.decode()
    removal(make_comment(), mona)

    with CaptureQueriesContext(connection) as captured:
        assert "Nothing was restricted." in Client().get("/transparency").content.decode()
    assert len(captured) == 0
    cache.clear()
    assert "Nothing was restricted." not in Client().get("/transparency").content.decode()
