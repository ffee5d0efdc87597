"""Nobody learns which addresses have an account: what a page answers is the same, and the owner is told by mail."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.counting import CountingHasher
from tests.post import Postbox, words

pytestmark = pytest.mark.django_db

SIGNUP, CODE, RESET = "/accounts/signup/", "/accounts/code/", "/accounts/reset/"


def answers(path: str, form: dict[str, str], *, then: str) -> list[str]:
    """What a browser is shown: where it is sent, and the page there, but for what is new at every visit."""
    client = Client()
    sent = client.post(path, form)
    page = client.get(then).content.decode()
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    shown = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and token not in line]
    return [str(sent.status_code), sent.get("Location", ""), *shown]


def sign_up_form(email: str) -> dict[str, str]:
    return {"username": "dora", "email": email, "password1": "quite long enough"}


@pytest.mark.parametrize("typed", ["bob@example.org", "BOB@Example.org", " bob@example.org "])
def test_signing_up_with_a_taken_address_answers_as_with_a_free_one(typed: str, bob: User) -> None:
    free = answers(SIGNUP, sign_up_form("bib@example.org"), then=CODE)
    User.objects.filter(username="dora").delete()

    taken = answers(SIGNUP, sign_up_form(typed), then=CODE)

    assert [line.replace("bob@", "bib@") for line in taken] == free
    assert not User.objects.filter(username="dora").exists()


def test_the_owner_is_told(client: Client, bob: User, postbox: Postbox, settings: Settings) -> None:
    settings.SITE_URL = "https://forum.example.org"

    client.post(SIGNUP, sign_up_form("bob@example.org"))

    letter = postbox.newest()
    assert letter["To"] == "bob@example.org"
    assert letter["Subject"] == "[Understory] You have an account already"
    assert "https://forum.example.org/accounts/reset/" in words(letter)


@pytest.mark.parametrize("code", ["", "BBBB-BBBB", "None"])
def test_no_code_opens_an_account_that_was_taken(client: Client, bob: User, code: str) -> None:
    client.post(SIGNUP, sign_up_form("bob@example.org"))

    client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session


def test_wrong_codes_and_further_letters_are_answered_alike(bob: User) -> None:
    def walk(email: str) -> list[int]:
        client = Client()
        client.post(SIGNUP, sign_up_form(email))
        resent = client.post(CODE, {"action": "resend"}).status_code
        return [resent, *(client.post(CODE, {"code": "BBBB-BBBB"}).status_code for _ in range(4))]

    assert walk("bob@example.org") == walk("bib@example.org")


def test_a_reset_answers_alike_whether_there_is_an_account(bob: User) -> None:
    known = answers(RESET, {"email": "bob@example.org"}, then="/accounts/reset/code/")

    unknown = answers(RESET, {"email": "bib@example.org"}, then="/accounts/reset/code/")

    assert [line.replace("bob@", "bib@") for line in known] == unknown


def test_whoever_has_no_account_is_told_so_by_mail(client: Client, postbox: Postbox) -> None:
    client.post(RESET, {"email": "nobody@example.org"})

    assert postbox.newest()["Subject"] == "[Understory] There is no account with this address"


def test_a_mail_server_that_is_down_changes_no_answer(bob: User, postbox: Postbox) -> None:
    before = answers(RESET, {"email": "bob@example.org"}, then="/accounts/reset/code/")
    postbox.closed = True

    after = answers(RESET, {"email": "bob@example.org"}, then="/accounts/reset/code/")

    assert after == before


# Each of these is one of bob's address to somebody: a look-alike, or what some function makes of its capitals.
LOOKALIKES = ["b\u00f6b@example.org", "bo\u0411@example.org", "bob@exam\u017fple.org", "\u017fob@example.org"]


@pytest.mark.parametrize("email", [*LOOKALIKES, "bob@ex\u0430mple.org", "bob@example.org\u200b"])
def test_an_address_that_looks_like_one_here_gets_no_code(
    email: str, client: Client, bob: User, postbox: Postbox
) -> None:
    client.post(RESET, {"email": email})

    assert all("Your code" not in letter["Subject"] for letter in postbox.collect())


@pytest.mark.parametrize("typed", ["\u212aim@example.org", "KIM@example.org"])
def test_a_letter_goes_to_the_stored_address_only(typed: str, client: Client, postbox: Postbox) -> None:
    # In small letters the Kelvin sign is a k.
    User.objects.create_user("kim", email="kim@example.org", password="quite long enough")

    client.post(RESET, {"email": typed})

    assert {address for recipients in (postbox.collect() and postbox.recipients) for address in recipients} <= {
        "kim@example.org"
    }


def test_dotless_letters_are_other_letters(client: Client, postbox: Postbox) -> None:
    User.objects.create_user("mike", email="mike@example.org", password="quite long enough")

    client.post(RESET, {"email": "m\u0131ke@example.org"})
    client.post(RESET, {"email": "m\u0130ke@example.org"})

    assert "mike@example.org" not in [address for recipients in postbox.recipients for address in recipients]


HOSTS = [
    {"Host": "127.0.0.1"},
    {"Host": "localhost", "X-Forwarded-Host": "elsewhere.example"},
    {"Host": "localhost:8080", "Forwarded": "host=elsewhere.example"},
]


@pytest.mark.parametrize("headers", HOSTS)
@pytest.mark.parametrize("email", ["bob@example.org", "nobody@example.org"])
def test_links_in_letters_are_the_sites_own(
    headers: dict[str, str], email: str, client: Client, bob: User, postbox: Postbox, settings: Settings
) -> None:
    settings.SITE_URL = "https://forum.example.org"

    client.post(RESET, {"email": email}, headers=headers)
    client.post(SIGNUP, sign_up_form("bob@example.org"), headers=headers)

    for letter in postbox.collect():
        text = f"{letter.as_string()}{words(letter)}"
        assert "https://forum.example.org" in text
        assert not any(word in text for word in ("elsewhere", "localhost:8080", "http://127.0.0.1", "http://localhost"))


def test_a_host_that_is_not_ours_is_refused(client: Client, bob: User, postbox: Postbox) -> None:
    assert client.post(RESET, {"email": "bob@example.org"}, headers={"Host": "elsewhere.example"}).status_code == 400
    assert postbox.collect() == []


def hashes_of(path: str, form: dict[str, str]) -> int:
    before = CountingHasher.made
    Client().post(path, form)
    return CountingHasher.made - before


def test_nobody_can_tell_by_the_clock(settings: Settings, db: None) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.CountingHasher"]
    User.objects.create_user("bob", email="bob@example.org", password="bob's own")
    logins = ["bob", "nobody", "bob@example.org", "nobody@example.org"]

    by_login = [hashes_of("/accounts/login/", {"login": login, "password": "wrong"}) for login in logins]
    by_sign_up = [
        hashes_of(SIGNUP, {**sign_up_form(email), "username": name})
        for name, email in (("dora", "bob@example.org"), ("finn", "new@example.org"))
    ]
    by_reset = [hashes_of(RESET, {"email": email}) for email in ("bob@example.org", "nobody@example.org")]

    assert (by_login, by_sign_up, by_reset) == ([1, 1, 1, 1], [1, 1], [0, 0])
