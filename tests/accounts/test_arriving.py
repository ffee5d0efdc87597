"""Far more sign-ups than usual are told to those who keep the place."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.arriving import LEAST, MOST, arrivals
from accounts.models import User
from tests.make import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
# Of the four weeks before, in which there are 672 hours.
HOURS = 672


def came(count: int, *, ago: timedelta = timedelta(minutes=5), **fields: object) -> None:
    people = UserFactory.build_batch(count, joined_at=NOW - ago, **fields)
    User.objects.bulk_create(people)


@pytest.mark.parametrize(
    ("lately", "before", "unusual"),
    [(LEAST - 1, 0, False), (LEAST, 0, True), (LEAST, 2 * HOURS, False), (LEAST + 1, 2 * HOURS, True), (MOST, 0, True)],
)
def test_unusual_is_ten_times_as_many_as_usual(lately: int, before: int, unusual: bool) -> None:
    came(lately)
    came(before, ago=timedelta(days=3))

    assert arrivals(NOW).are_unusual == unusual


def test_those_whom_a_file_names_do_not_arrive() -> None:
    for n in range(LEAST):
        came(1, imported_source="n4g", imported_name=f"gangsta_{n}")

    assert arrivals(NOW).count == 0


def test_operators_are_told_once_and_moderators_as_long_as_it_lasts(
    caplog: pytest.LogCaptureFixture, browse: Callable[[User], Client], mona: User
) -> None:
    assert "signed up within an hour" not in browse(mona).get("/moderation/").content.decode()
    came(LEAST)

    with caplog.at_level(logging.WARNING, logger="accounts.arriving"):
        for name in ("dora", "finn"):
            form = {"username": name, "email": f"{name}@example.org", "password1": "quite long enough"}
            Client().post("/accounts/signup/", form)

    assert [record.getMessage() for record in caplog.records if record.name == "accounts.arriving"] == [
        "22 people signed up within an hour; usually it is 0.0."
    ]
    page = browse(mona).get("/moderation/").content.decode()
    assert "23 people signed up within an hour" in page
    assert 'href="/moderation/calm">Calm the forum' in page
