"""Giving roles, and closing accounts."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.closing import close_account, reopen_account
from accounts.models import User
from accounts.policy import may_change_account
from accounts.roles import set_role
from tests.make import UserFactory
from tests.operators import hearing

pytestmark = pytest.mark.django_db


def test_a_role_is_given_once_and_announced_once(ada: User, bob: User, carol: User) -> None:
    with hearing("role_set") as heard:
        assert set_role(bob, User.Role.MODERATOR, by=ada)
        assert not set_role(bob, User.Role.MODERATOR, by=ada)

        assert heard() == [("role_set", {"user_id": bob.pk, "by_id": ada.pk})]
    assert list(User.objects.filter(role=User.Role.MODERATOR)) == [bob]


def test_an_account_is_closed_and_opened_once_each(ada: User, bob: User) -> None:
    ids = {"user_id": bob.pk, "by_id": ada.pk}
    with hearing("account_closed", "account_reopened") as heard:
        assert close_account(bob, by=ada)
        assert not close_account(bob, by=ada)
        assert reopen_account(bob, by=ada)
        assert not reopen_account(bob, by=ada)

        assert heard() == [("account_closed", ids), ("account_reopened", ids)]


def test_whoever_is_logged_in_is_out_when_the_account_is_closed(
    ada: User, bob: User, browse: Callable[[User], Client]
) -> None:
    client = browse(bob)
    assert client.get("/accounts/logout/").status_code == 200

    close_account(bob, by=ada)

    assert client.get("/preview").status_code == 302


def test_admins_change_every_account_but_their_own_and_nobody_elses_is_there_to_change(
    ada: User, bob: User, mona: User
) -> None:
    placeholder = UserFactory.create(imported_source="n4g", imported_name="gangsta_red")
    other = UserFactory.create(role=User.Role.ADMIN)

    assert [person for person in (ada, bob, mona, other, placeholder) if may_change_account(ada, person)] == [
        bob,
        mona,
        other,
    ]
    assert not may_change_account(mona, bob)
    assert not may_change_account(User(role=User.Role.ADMIN, is_active=False), bob)
