"""A forgotten password."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from tests.post import Postbox, code_in, words

pytestmark = pytest.mark.django_db

RESET, CODE, NEW = "/accounts/reset/", "/accounts/reset/code/", "/accounts/reset/password/"
PASSWORD = {"password1": "another one altogether", "password2": "another one altogether"}


def ask(client: Client, email: str = "bob@example.org") -> int:
    return client.post(RESET, {"email": email}).status_code


def enter(client: Client, code: str) -> str:
    """Where that leads."""
    return client.post(CODE, {"code": code}).get("Location", "")


def has_password(person: User, password: str) -> bool:
    return User.objects.get(pk=person.pk).check_password(password)


def test_a_code_leads_to_a_new_password(client: Client, bob: User, postbox: Postbox) -> None:
    ask(client)

    assert enter(client, code_in(postbox.newest())) == NEW
    answer = client.post(NEW, PASSWORD, follow=True)

    assert has_password(bob, "another one altogether")
    assert answer.redirect_chain == [("/accounts/login/", 302)]
    assert "Your password is changed." in answer.content.decode()


def test_the_letter_has_the_code_and_no_link(client: Client, bob: User, postbox: Postbox) -> None:
    ask(client)

    letter = postbox.newest()

    assert (letter["To"], letter["Subject"]) == ("bob@example.org", "[Understory] Your code, to choose a new password")
    assert "give the code to nobody" in words(letter)
    assert "accounts/" not in words(letter)


def test_the_owner_is_told_that_it_was_changed(client: Client, bob: User, postbox: Postbox) -> None:
    ask(client)
    enter(client, code_in(postbox.newest()))
    client.post(NEW, PASSWORD)

    assert postbox.newest()["Subject"] == "[Understory] Your password was changed"


def test_a_code_works_once(client: Client, bob: User, postbox: Postbox) -> None:
    ask(client)
    code = code_in(postbox.newest())
    enter(client, code)
    client.post(NEW, PASSWORD)

    assert enter(client, code) == "/accounts/login/"
    client.post(NEW, {"password1": "yet another one", "password2": "yet another one"})
    assert has_password(bob, "another one altogether")


def test_a_code_works_in_its_own_browser_alone(client: Client, bob: User, postbox: Postbox) -> None:
    ask(client)

    assert enter(Client(), code_in(postbox.newest())) == "/accounts/login/"


def test_without_the_code_there_is_no_way_to_a_new_password(client: Client, bob: User) -> None:
    ask(client)

    assert client.post(NEW, PASSWORD)["Location"] == CODE
    assert has_password(bob, "bob's own")


def test_three_wrong_codes_end_it(client: Client, bob: User, postbox: Postbox) -> None:
    ask(client)
    code = code_in(postbox.newest())

    for _ in range(3):
        enter(client, "BBBB-BBBB")

    assert enter(client, code) == "/accounts/login/"


@pytest.mark.parametrize("column", ["password", "email", "role", "is_active"])
@pytest.mark.parametrize("is_entered", [True, False])
def test_a_code_dies_when_the_account_changes(
    client: Client, bob: User, postbox: Postbox, column: str, is_entered: bool
) -> None:
    changed = {"password": "x", "email": "b@example.org", "role": "moderator", "is_active": False}
    ask(client)
    code = code_in(postbox.newest())
    if is_entered:
        assert enter(client, code) == NEW

    User.objects.filter(pk=bob.pk).update(**{column: changed[column]})

    assert is_entered or enter(client, code) == "/accounts/login/"
    client.post(NEW, PASSWORD)
    assert not has_password(bob, "another one altogether")


@pytest.mark.parametrize("is_entered", [True, False])
def test_a_code_ends_after_an_hour(client: Client, bob: User, postbox: Postbox, is_entered: bool) -> None:
    ask(client)
    code = code_in(postbox.newest())
    if is_entered:
        enter(client, code)

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        enter(client, code)
        client.post(NEW, PASSWORD)

    assert has_password(bob, "bob's own")


def test_all_sessions_end(client: Client, bob: User, postbox: Postbox) -> None:
    elsewhere = Client()
    elsewhere.force_login(bob)
    ask(client)
    enter(client, code_in(postbox.newest()))

    client.post(NEW, PASSWORD)

    assert elsewhere.get("/settings/account").status_code == 302


def test_it_shows_whose_address_it_is(client: Client, bob: User, postbox: Postbox) -> None:
    bob.emailaddress_set.update(verified=False)
    ask(client)
    enter(client, code_in(postbox.newest()))
    client.post(NEW, PASSWORD)

    answer = client.post("/accounts/login/", {"login": "bob", "password": "another one altogether"})

    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "password", [("short77", "short77"), ("password", "password"), ("one long enough", "or another"), ("", "")]
)
def test_passwords_that_will_not(client: Client, bob: User, postbox: Postbox, password: tuple[str, str]) -> None:
    ask(client)
    enter(client, code_in(postbox.newest()))

    assert client.post(NEW, {"password1": password[0], "password2": password[1]}).status_code == 200
    assert has_password(bob, "bob's own")


@pytest.mark.parametrize("address", ["bob@example.org", "nobody@example.org"])
def test_an_address_gets_two_an_hour_and_five_a_day(address: str, bob: User) -> None:
    def from_somewhere(n: int) -> int:
        return ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), address.upper() if n % 2 else address)

    first = [from_somewhere(n) for n in range(3)]
    hour, later = timedelta(minutes=61), timezone.now()
    with time_machine.travel(later + hour):
        second = [from_somewhere(n) for n in range(3)]
    with time_machine.travel(later + 2 * hour):
        third = [from_somewhere(n) for n in range(3)]

    assert first == second == [302, 302, 429]
    assert third == [302, 429, 429]
    cache.clear()  # as time does
    assert from_somewhere(1) == 302


def test_from_one_place_come_five_an_hour() -> None:
    asked = [ask(Client(headers={"X-Forwarded-For": f"192.0.2.{n}"}), f"person{n}@example.org") for n in range(6)]

    assert asked == [302] * 5 + [429]


def test_two_places_of_one_ipv6_network_are_one() -> None:
    asked = [ask(Client(REMOTE_ADDR=f"2001:db8::{n}"), f"person{n}@example.org") for n in range(1, 7)]

    assert asked == [302] * 5 + [429]


def test_a_closed_account_gets_no_code(client: Client, bob: User, postbox: Postbox) -> None:
    User.objects.update(is_active=False)

    ask(client)

    assert "no account" in postbox.newest()["Subject"]


def test_new_passwords_are_not_tried_out_without_end(client: Client, bob: User, postbox: Postbox) -> None:
    ask(client)
    enter(client, code_in(postbox.newest()))

    answers = [client.post(NEW, {"password1": "short", "password2": "short"}).status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]


@pytest.mark.parametrize("is_printed", [True, False])
def test_a_trial_says_where_its_letters_are(client: Client, bob: User, settings: Settings, is_printed: bool) -> None:
    settings.MAIL_IS_PRINTED = is_printed
    ask(client)

    page = client.get(CODE).content.decode()

    assert ("the letter is printed where it was started" in page) == is_printed
