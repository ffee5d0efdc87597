"""Every role at every address with every method: what is allowed happens, and nothing else does."""

import pytest
from django.core.cache import cache

from tests.rights.table import LINES, ROLES, Line
from tests.rights.things import Cast
from tests.rights.trying import outcome_of, strict, target_of
from tests.rights.watching import changes, snapshot

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", LINES, ids=str)
def test_the_table_holds(line: Line, role: str, cast: Cast) -> None:
    target = target_of(line, cast)
    client, token = strict(cast.get(role))
    rights = {"GET": line.get, "HEAD": line.get, "POST": line.post}
    before = snapshot()

    for method in METHODS:
        cache.clear()  # who may, not how often
        if method == "POST" and line.post.has(role):
            # Nothing of what came before has changed a thing; where it is not allowed, the last look says it of all.
            assert changes(before, snapshot()) == []
        outcome = outcome_of(target.ask(client, method, token))
        if method in rights:
            assert outcome in rights[method].outcomes(role), f"{method} {target.url}"

    assert {change.model for change in changes(before, snapshot())} == line.changes_by(role)
