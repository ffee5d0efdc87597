"""A form changes what it is about: what is sent besides, whatever it is called, is not taken."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from tests.rights.intruders import intruders
from tests.rights.table import FORMS, Line
from tests.rights.things import Cast
from tests.rights.trying import Target, somebody_who_may, strict, target_of
from tests.rights.watching import Change, changes, snapshot

pytestmark = pytest.mark.django_db


@contextmanager
def undone() -> Iterator[None]:
    """What happens within it has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def changed_by(target: Target, line: Line, cast: Cast) -> list[Change]:
    with undone():
        client, token = strict(somebody_who_may(line, cast))
        before = snapshot()
        target.ask(client, "POST", token)
        return changes(before, snapshot())


def without(names: set[str], changed: list[Change]) -> list[Change]:
    return [
        Change(each.model, each.row, tuple((name, value) for name, value in each.columns if name not in names))
        for each in changed
    ]


@pytest.mark.parametrize("line", FORMS, ids=str)
def test_a_form_takes_nothing_but_its_own_fields(line: Line, cast: Cast) -> None:
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        target = target_of(line, cast)
        plain = changed_by(target, line, cast)
        # Salts and fresh keys differ each time by themselves.
        again = changed_by(target, line, cast) if plain else []
        chance = {
            name
            for one, two in zip(plain, again, strict=True)
            for name in dict(one.columns)
            if dict(one.columns)[name] != dict(two.columns)[name]
        }

        for extra in intruders(target.payload, in_the_name_of=cast["admin"]):
            loaded = changed_by(Target(target.url, target.payload | extra), line, cast)

            assert without(chance, loaded) == without(chance, plain)
            sent = [value for change in loaded for name, value in change.columns if name in chance]
            # What is sent empty says nothing: the first entry of the log follows none.
            assert not [value for value in extra.values() if value and value in sent]
