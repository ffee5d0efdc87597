"""Two moderators at one queue: no case is decided twice, none is lost, and whoever is second learns who was first."""

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation.models import Case, LoggedAct
from moderation.verifying import verify_log
from tests.make import RuleFactory
from tests.moderation.cases import case_of
from tests.sizes import at_full_size
from tests.together import at_once

CASES = at_full_size(24, 200)
# Rounds go on until that: one of a few seconds every day.
SECONDS = at_full_size(0.0, 120.0)


def work(client: Client, form: dict[str, object], *, other: str) -> Counter[str]:
    """Decide what stands first, without a thought for whose eyes are on it, until nothing waits."""
    done: Counter[str] = Counter()
    while found := re.search(r'href="/moderation/case/(\d+)', client.get("/moderation/").content.decode()):
        client.get(f"/moderation/case/{found[1]}")
        answer = client.post(f"/moderation/case/{found[1]}/decide", form)
        assert answer.status_code == 303
        if "told=" in answer.headers["Location"]:
            done["decided"] += 1
        else:
            assert f"by {other}" in client.get(answer.headers["Location"]).content.decode()
            done["late"] += 1
    return done


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_two_moderators_decide_each_case_once(browse: Callable[[User], Client], mona: User, ada: User) -> None:
    rule, total, late = RuleFactory.create(), 0, 0
    began = time.monotonic()
    with time_machine.travel(timezone.now(), tick=True):
        while not total or time.monotonic() - began < SECONDS:
            for _each in range(CASES):
                case_of()
            total += CASES
            jobs = [
                partial(work, browse(mona), {"rule": rule.pk}, other="ada"),
                partial(work, browse(ada), {"verdict": "approve"}, other="mona"),
            ]

            first, second = at_once(jobs)

            assert first["decided"] + second["decided"] == CASES
            late += first["late"] + second["late"]
    seconds = time.monotonic() - began
    print(f"{total} cases in {seconds:.0f} s; {late} times somebody was second")  # noqa: T201 - for whoever runs it with -s
    assert not Case.objects.open().exists()
    assert Case.objects.count() == LoggedAct.objects.count() == total
    assert late > 0
    assert verify_log().fault is None
