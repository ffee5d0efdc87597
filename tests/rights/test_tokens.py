"""No form of another site, and none without its token, does anything anywhere."""

import pytest

from tests.rights.table import FORMS, Line
from tests.rights.things import Cast
from tests.rights.trying import somebody_who_may, strict, target_of
from tests.rights.watching import changes, snapshot

pytestmark = pytest.mark.django_db

FAULTS = {
    "another origin": {"Origin": "https://elsewhere.example"},
    "no origin at all": {"Origin": "null"},
    "a token of nobody's": {"X-CSRFToken": "x" * 64},
    "no token": {"X-CSRFToken": ""},
}


# Mail programs (RFC 8058) and mail providers have no page to take a token from: there the address itself is signed, or
# a password is sent.
NO_PAGES = {"/mail/leave/<str:token>", "/mail/bounces/<str:provider>"}
WITH_A_TOKEN = [line for line in FORMS if line.address not in NO_PAGES]


@pytest.mark.parametrize("line", WITH_A_TOKEN, ids=str)
def test_a_form_from_elsewhere_is_refused(line: Line, cast: Cast) -> None:
    target = target_of(line, cast)
    client, token = strict(somebody_who_may(line, cast))
    before = snapshot()

    for fault, headers in FAULTS.items():
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = target.ask(client, method, **{"token": token, **headers})
            assert answer.status_code == 403, f"{method} with {fault}"

    assert changes(before, snapshot()) == []
