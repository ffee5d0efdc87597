"""Accounts that were made before addresses were verified, and those that operators make."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.make import UserFactory
from tests.post import Postbox, code_in

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def upgrade() -> None:
    import_module("accounts.migrations.0005_known_addresses").make_known(apps, connection.schema_editor())


def made_before(name: str, *, email: str, role: str = "reader") -> User:
    person = User.objects.create_user(name, password=f"{name}'s own", role=role)
    User.objects.filter(pk=person.pk).update(email=email)
    return person


def log_in(client: Client, name: str) -> str:
    """Where that leads."""
    return client.post(LOGIN, {"login": name, "password": f"{name}'s own"}).get("Location", "")


def test_readers_are_asked_for_a_code_at_the_next_log_in(client: Client, postbox: Postbox) -> None:
    made_before("bob", email="Bob@Example.org")
    upgrade()

    assert log_in(client, "bob") == "/accounts/code/"
    assert client.post("/accounts/code/", {"code": code_in(postbox.newest())})["Location"] == "/"
    assert postbox.recipients == [["bob@example.org"]]


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_staff_log_in_as_before(client: Client, role: str) -> None:
    made_before("mona", email="mona@example.org", role=role)
    upgrade()

    assert log_in(client, "mona") == "/"


def test_running_it_again_changes_nothing() -> None:
    for name in ("bob", "carol"):
        made_before(name, email=f"{name}@example.org")
    UserFactory.create(email="", imported_source="n4g", imported_name="gangsta_red")
    upgrade()
    known = list(User.objects.values_list("username", "emailaddress__email", "emailaddress__verified"))

    upgrade()

    assert list(User.objects.values_list("username", "emailaddress__email", "emailaddress__verified")) == known
    assert sorted(address for _name, address, _verified in known if address) == ["bob@example.org", "carol@example.org"]


def test_whom_an_operator_made_logs_in_with_an_address_or_without(client: Client) -> None:
    User.objects.create_user("dora", password="dora's own", email="Dora@Example.org")
    User.objects.create_user("finn", password="finn's own")

    assert log_in(client, "dora") == "/"
    assert log_in(Client(), "finn") == "/"
    assert User.objects.get(username="dora").email == "dora@example.org"
