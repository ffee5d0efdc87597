"""Who may do what with a comment in which state: every predicate, for everybody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from forum.comments import policy
from forum.comments.policy import Viewer
from tests.make import LONG_AGO

# Bob wrote the comment. Nobody is stored: the predicates look at nothing but what they are given.
BOB = User(pk=1, username="bob")
CAROL = User(pk=2, username="carol")
MONA = User(pk=3, username="mona", role=User.Role.MODERATOR)
ADA = User(pk=4, username="ada", role=User.Role.ADMIN)
RETIRED = User(pk=5, username="retired", role=User.Role.MODERATOR, is_active=False)
EVERYBODY: dict[str, Viewer] = {
    "anonymous": AnonymousUser(),
    "bob": BOB,
    "carol": CAROL,
    "mona": MONA,
    "ada": ADA,
    "retired": RETIRED,
}


@dataclass(frozen=True)
class Facts:
    """Of a comment by Bob, and of its article."""

    author_id: int = 1
    held_at: datetime | None = None
    removed_at: datetime | None = None
    deleted_at: datetime | None = None
    is_locked: bool = False
    why_closed: str = ""


PUBLISHED = Facts()
HELD, REMOVED, DELETED = Facts(held_at=LONG_AGO), Facts(removed_at=LONG_AGO), Facts(deleted_at=LONG_AGO)
BOTH = Facts(removed_at=LONG_AGO, deleted_at=LONG_AGO)

NOBODY: set[str] = set()
STAFF = {"mona", "ada"}
MEMBERS = {"bob", "carol", "mona", "ada"}
ALL = set(EVERYBODY)

type Predicate = Callable[[Viewer, Facts], bool]

# For each predicate: published, held, removed, deleted, removed and deleted.
RIGHTS: list[tuple[Predicate, set[str], set[str], set[str], set[str], set[str]]] = [
    (policy.may_read, ALL, {"bob", *STAFF}, {"bob", *STAFF}, {"bob", *STAFF}, {"bob", *STAFF}),
    (policy.may_see_history, ALL, {"bob", *STAFF}, {"bob", *STAFF}, {"bob", *STAFF}, {"bob", *STAFF}),
    (policy.may_edit, {"bob"}, {"bob"}, NOBODY, NOBODY, NOBODY),
    (policy.may_delete, {"bob"}, {"bob"}, NOBODY, NOBODY, NOBODY),
    (policy.may_undelete, NOBODY, NOBODY, NOBODY, {"bob"}, {"bob"}),
    (policy.may_remove, STAFF, STAFF, NOBODY, NOBODY, NOBODY),
    (policy.may_restore, NOBODY, NOBODY, STAFF, NOBODY, STAFF),
    (policy.may_blank, {"bob", *STAFF}, {"bob", *STAFF}, {"bob", *STAFF}, {"bob", *STAFF}, {"bob", *STAFF}),
]


@pytest.mark.parametrize(("may", "published", "held", "removed", "deleted", "both"), RIGHTS)
def test_a_right_is_theirs_whom_it_is_given_and_nobody_elses(
    may: Predicate, published: set[str], held: set[str], removed: set[str], deleted: set[str], both: set[str]
) -> None:
    states = [PUBLISHED, HELD, REMOVED, DELETED, BOTH]

    allowed = [{name for name, viewer in EVERYBODY.items() if may(viewer, facts)} for facts in states]

    assert allowed == [published, held, removed, deleted, both]


def who_may_comment(article: Facts) -> set[str]:
    return {name for name, viewer in EVERYBODY.items() if policy.may_comment(viewer, article)}


def who_may_reply(facts: Facts) -> set[str]:
    return {name for name, viewer in EVERYBODY.items() if policy.may_reply(viewer, facts, facts)}


def test_whoever_is_signed_in_and_not_retired_may_comment_until_the_article_is_closed() -> None:
    assert who_may_comment(PUBLISHED) == MEMBERS
    assert who_may_comment(replace(PUBLISHED, why_closed="It is locked.")) == NOBODY


def test_only_what_readers_can_read_can_be_answered() -> None:
    assert who_may_reply(PUBLISHED) == MEMBERS
    assert [who_may_reply(facts) for facts in (HELD, REMOVED, DELETED, BOTH)] == [NOBODY] * 4
    assert who_may_reply(replace(PUBLISHED, why_closed="It is locked.")) == NOBODY


def test_somebody_without_a_key_wrote_nothing() -> None:
    assert not policy.is_author(AnonymousUser(), Facts())
    assert not policy.is_author(User(), Facts())
