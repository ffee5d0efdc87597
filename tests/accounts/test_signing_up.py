"""Signing up, and names."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User, placeholder_username

pytestmark = pytest.mark.django_db

SIGNUP = "/accounts/signup/"


def sign_up(client: Client, name: str, *, email: str = "new@example.org", password: str = "quite long enough") -> int:
    return client.post(SIGNUP, {"username": name, "email": email, "password1": password}).status_code


def test_whoever_signs_up_is_logged_in_as_a_reader(client: Client) -> None:
    assert sign_up(client, "Dora_1") == 302

    dora = User.objects.get()
    assert (dora.username, dora.role, dora.imported_name) == ("Dora_1", User.Role.READER, None)
    assert client.session["_auth_user_id"] == str(dora.pk)


@pytest.mark.parametrize("name", ["ab", "A" * 30, "a-b", "_x", "0x"])
def test_names_that_will_do(name: str, client: Client) -> None:
    assert sign_up(client, name) == 302


@pytest.mark.parametrize(
    "name", ["a", "A" * 31, "-ab", "a b", "a.b", "a@b", "ä", "аdа", "a\u200bb", "", "source:0", "a/b", "<b>"]
)
def test_names_that_will_not(name: str, client: Client) -> None:
    assert sign_up(client, name) == 200
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["bob", "BOB", "Bob"])
def test_a_name_is_taken_in_any_case(name: str, client: Client, bob: User) -> None:
    answer = client.post(SIGNUP, {"username": name, "email": "new@example.org", "password1": "quite long enough"})

    assert "This name is taken" in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("email", ["bob@example.org", "BOB@example.org"])
def test_an_address_is_taken_in_any_case(email: str, client: Client, bob: User) -> None:
    assert sign_up(client, "dora", email=email) == 200
    assert User.objects.count() == 1


def test_nobody_can_sign_up_as_a_placeholder(client: Client) -> None:
    name = placeholder_username("n4g", "gangsta_red")
    User.objects.create(username=name, imported_source="n4g", imported_name="gangsta_red")

    for claimed in (name, name.upper()):
        assert sign_up(client, claimed) == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["short77", "password", "12345678", "dora_dora", ""])
def test_passwords_that_will_not(password: str, client: Client) -> None:
    assert sign_up(client, "dora_dora", password=password) == 200
    assert not User.objects.exists()


def test_a_long_password_counts_to_its_end(client: Client) -> None:
    sign_up(client, "dora", password="x1" * 60 + "end")
    client.post("/accounts/logout/")

    client.post("/accounts/login/", {"login": "dora", "password": "x1" * 60 + "not"})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/login/", {"login": "dora", "password": "x1" * 60 + "end"})
    assert "_auth_user_id" in client.session


def test_fields_that_are_none_change_nothing(client: Client) -> None:
    form = {"username": "dora", "email": "dora@example.org", "password1": "quite long enough"}

    client.post(
        SIGNUP, {**form, "role": "admin", "is_staff": "1", "imported_source": "n4g", "imported_name": "x", "id": "7"}
    )

    dora = User.objects.get()
    assert (dora.role, dora.is_staff, dora.imported_source) == (User.Role.READER, False, None)


def test_too_many_from_one_address_wait(client: Client) -> None:
    answers = [sign_up(Client(), f"dora{n}", email=f"dora{n}@example.org") for n in range(11)]

    assert answers == [302] * 10 + [429]


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_gets_the_name() -> None:
    def attempt(n: int) -> int:
        try:
            return sign_up(Client(), ("dora", "Dora")[n % 2], email=f"dora{n}@example.org")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(attempt, range(6)))

    assert answers == [200] * 5 + [302]
    assert User.objects.count() == 1


def test_an_address_kept_in_capitals_is_taken_all_the_same(client: Client) -> None:
    # allauth looks for it in small letters and finds nothing; the database knows better.
    User.objects.create_user("bob", email="Bob.Builder@example.org")

    assert sign_up(client, "dora", email="bob.builder@example.org") == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("path", ["login", "signup", "logout", "inactive"])
def test_every_page_of_allauth_that_is_routed_answers(path: str, client: Client, bob: User) -> None:
    assert client.get(f"/accounts/{path}/").status_code in {200, 302}
    client.force_login(bob)
    assert client.get(f"/accounts/{path}/").status_code in {200, 302}
