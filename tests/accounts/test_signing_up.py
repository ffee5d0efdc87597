"""Signing up: names, addresses, and the code that shows whose an address is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Letter, User, placeholder_username
from tests.post import Postbox, code_in, words

pytestmark = pytest.mark.django_db

FORM = {"email": "new@example.org", "password1": "quite long enough"}
SIGNUP, CODE = "/accounts/signup/", "/accounts/code/"


def sign_up(client: Client, name: str, *, email: str = "new@example.org", password: str = "quite long enough") -> int:
    return client.post(SIGNUP, {"username": name, "email": email, "password1": password}).status_code


def enter(client: Client, code: str) -> int:
    return client.post(CODE, {"code": code}).status_code


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_whoever_enters_the_code_is_logged_in_as_a_reader(client: Client, postbox: Postbox) -> None:
    asked = client.post(
        SIGNUP, {"username": "Dora_1", "email": "Dora@example.org", "password1": "quite long enough", "next": "/c/7"}
    )
    assert asked["Location"] == CODE
    assert not is_logged_in(client)

    answer = client.post(CODE, {"code": code_in(postbox.newest())})

    dora = User.objects.get()
    assert answer["Location"] == "/c/7"
    assert (dora.username, dora.role, dora.imported_name) == ("Dora_1", User.Role.READER, None)
    assert dora.email == "dora@example.org"
    assert client.session["_auth_user_id"] == str(dora.pk)


def test_the_letter_greets_by_name_and_goes_to_the_address(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora", email="dora@example.org")

    letter = postbox.newest()

    assert postbox.recipients == [["dora@example.org"]]
    assert letter["Subject"] == "[Understory] Your code, to finish signing up"
    assert words(letter).startswith("Hello dora,\n\nWelcome to Understory.")
    assert "&" not in words(letter)


def test_a_code_may_be_typed_as_people_type(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora")

    assert enter(client, f" {code_in(postbox.newest()).lower().replace('-', ' ')} ") == 302
    assert is_logged_in(client)


def test_after_three_wrong_codes_one_begins_again(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora")
    code = code_in(postbox.newest())

    answers = [enter(client, "BBBB-BBBB") for _ in range(3)]

    assert answers == [200, 200, 302]
    enter(client, code)
    assert not is_logged_in(client)


def test_a_code_ends_after_an_hour(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora")
    code = code_in(postbox.newest())

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        enter(client, code)

    assert not is_logged_in(client)


def test_a_code_works_in_its_own_browser_alone(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora")
    other = Client()

    assert other.post(CODE, {"code": code_in(postbox.newest())})["Location"] == "/accounts/login/"
    assert not is_logged_in(other)


def test_another_code_can_be_asked_for_once(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora")
    first = code_in(postbox.newest())
    assert "Send another code" in client.get(CODE).content.decode()

    client.post(CODE, {"action": "resend"})

    assert "Send another code" not in client.get(CODE).content.decode()
    second = code_in(postbox.newest())
    assert enter(client, first) == 200
    assert enter(client, second) == 302
    assert is_logged_in(client)


def test_an_address_gets_two_codes_an_hour(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora", email="dora@example.org")
    client.post(CODE, {"action": "resend"})
    client.post("/accounts/logout/")

    answer = client.post("/accounts/login/", {"login": "dora", "password": "quite long enough"})

    assert answer.status_code == 429
    assert len(postbox.collect()) == 2


def test_whoever_never_entered_the_code_is_asked_for_one_at_log_in(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora")
    other = Client()

    asked = other.post("/accounts/login/", {"login": "dora", "password": "quite long enough"})

    assert asked["Location"] == CODE
    assert not is_logged_in(other)
    assert enter(other, code_in(postbox.newest())) == 302
    assert is_logged_in(other)


def test_beginning_again_leads_back_to_the_form(client: Client, postbox: Postbox) -> None:
    sign_up(client, "dora")

    client.post("/accounts/logout/", {"next": SIGNUP})

    assert "Sign up" in client.get(SIGNUP).content.decode()


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
    dora = User.objects.get()

    assert not dora.check_password("x1" * 60 + "not")
    assert dora.check_password("x1" * 60 + "end")


def test_fields_that_are_none_change_nothing(client: Client) -> None:
    form = {"username": "dora", "email": "dora@example.org", "password1": "quite long enough"}

    client.post(
        SIGNUP, {**form, "role": "admin", "is_staff": "1", "imported_source": "n4g", "imported_name": "x", "id": "7"}
    )

    dora = User.objects.get()
    assert (dora.role, dora.is_staff, dora.imported_source) == (User.Role.READER, False, None)


def test_from_one_address_come_five_accounts_an_hour(client: Client) -> None:
    answers = [sign_up(Client(), f"dora{n}", email=f"dora{n}@example.org") for n in range(6)]

    assert answers == [302] * 5 + [429]
    assert 3590 <= int(Client().post(SIGNUP, {**FORM, "username": "finn"})["Retry-After"]) <= 3600


def test_what_was_mistyped_is_no_account_and_counts_less(client: Client) -> None:
    mistyped = [sign_up(client, "dora", password="short") for _ in range(29)]

    assert mistyped == [200] * 29
    assert sign_up(client, "dora") == 302
    assert sign_up(Client(), "carol", email="carol@example.org") == 429
    cache.clear()  # as time does
    assert sign_up(Client(), "carol", email="carol@example.org") == 302


def test_whatever_a_request_says_of_where_it_comes_from(client: Client) -> None:
    answers = [
        Client(headers={"X-Forwarded-For": f"192.0.2.{n}"}).post(
            SIGNUP, {"username": f"dora{n}", "email": f"dora{n}@example.org", "password1": "quite long enough"}
        )
        for n in range(6)
    ]

    assert answers[-1].status_code == 429


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_gets_the_name() -> None:
    def attempt(n: int) -> int:
        try:
            return sign_up(Client(REMOTE_ADDR=f"192.0.2.{n}"), ("dora", "Dora")[n % 2], email=f"dora{n}@example.org")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(attempt, range(6)))

    assert answers == [200] * 5 + [302]
    assert User.objects.count() == 1


def test_a_sign_up_whose_letter_is_written_waits_for_no_mail_server(client: Client) -> None:
    # There is none: settings.MAILERS of the tests is asked by the relay alone, which does not run.
    assert sign_up(client, "dora") == 302

    letter = Letter.objects.get()
    assert letter.sent_at is None
    assert letter.expires_at is not None


@pytest.mark.parametrize(
    "email", ["no address", "x" * 250 + "@example.org", "a@b", "dora@example.org\nBcc: x@example.org"]
)
def test_addresses_that_will_not(client: Client, email: str) -> None:
    assert sign_up(client, "dora", email=email) == 200
    assert client.post("/accounts/reset/", {"email": email}).status_code == 200
    assert not Letter.objects.exists()


PAGES = [
    *("accounts/login/", "accounts/signup/", "accounts/logout/", "accounts/inactive/", "accounts/code/"),
    *("accounts/reset/", "accounts/reset/code/", "accounts/reset/password/"),
    *("settings", "settings/account", "settings/password", "settings/address"),
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_an_account_answers_in_our_look(path: str, client: Client, bob: User) -> None:
    for _who in ("a passer-by", "bob"):
        answer = client.get(f"/{path}", follow=True)

        assert answer.status_code == 200
        assert '<header class="site">' in answer.content.decode()
        client.force_login(bob)
