"""The cast, and what every test can count on.

Alice writes articles, Bob and Carol read and answer, Mona moderates, Ada runs the forum.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from accounts.models import User
from moderation import triggers
from tests.post import Postbox, open_postbox, smtp_mailer

# How fast a machine is says nothing about the code.
hypothesis_settings.register_profile("understory", deadline=None)
hypothesis_settings.load_profile("understory")

# Set by `./dev test` where the other database's half of the run goes on beside this one.
SHARED_OUT = os.environ.get("UNDERSTORY_SHARED_OUT") == "1"
MANY = 4
ONE_SIDED = ("needs_sqlite", "needs_postgres", "browser", "once")
THEME = re.compile(r"\b(light|dark)\b")


@pytest.hookimpl(trylast=True)  # after tests/browser has said which tests are its own
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database. That is no skip: the other half of the run has it."""
    is_postgres = connection.vendor == "postgresql"
    elsewhere = {"needs_sqlite", "browser", "once"} if is_postgres else {"needs_postgres"}
    left_out = {item for item in items if any(item.get_closest_marker(mark) for mark in elsewhere)}
    if SHARED_OUT:
        left_out |= others_cases(items, is_postgres=is_postgres)
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def others_cases(items: list[pytest.Item], *, is_postgres: bool) -> set[pytest.Item]:
    """Of a test with many cases every other one; of a page in both themes one or the other."""
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.nodeid):
        is_in_both = not any(item.get_closest_marker(mark) for mark in ONE_SIDED)
        name = item.nodeid.partition("[")[0] if is_in_both else THEME.sub("", item.nodeid)
        cases[name].append(item)
    left_out = set()
    for name, those in cases.items():
        if THEME.search(those[0].nodeid) and those[0].get_closest_marker("browser"):
            left_out |= set(those) - {those[crc32(name.encode()) % len(those)]}
        elif len(those) >= MANY:
            left_out |= set(those[1 - is_postgres :: 2])
    return left_out


@pytest.fixture(scope="session", autouse=True)
def _the_log_is_emptied_after_a_test() -> Iterator[None]:
    """Tests with transactions of their own empty every table after them; the log lets nobody."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def open_up_and_empty(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        triggers.open_up(connection)
        empty(self, sql_list)
        triggers.shut(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", open_up_and_empty)
        yield


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    cache.clear()


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice", email="alice@example.org", password="alice's own")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob", email="bob@example.org", password="bob's own")


@pytest.fixture
def carol(db: None) -> User:
    return User.objects.create_user("carol", email="carol@example.org", password="carol's own")


@pytest.fixture
def mona(db: None) -> User:
    return User.objects.create_user("mona", email="mona@example.org", password="mona's own", role=User.Role.MODERATOR)


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada", email="ada@example.org", password="ada's own", role=User.Role.ADMIN)


@pytest.fixture
def browse() -> Callable[[User], Client]:
    """`browse(bob).get("/")`: what Bob gets, logged in. Each call is a browser of its own."""

    def logged_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return logged_in


@pytest.fixture
def postbox(settings: Settings, db: None) -> Iterator[Postbox]:
    """`postbox.collect()`: the letters that the relay brought to a real mail server."""
    with open_postbox() as (postbox, port):
        settings.MAILERS = smtp_mailer(port)
        yield postbox
