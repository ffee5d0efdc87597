"""Logging in and out."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.guessing import FIRST_WAIT, FORGOTTEN_AFTER, FREE, TooManyGuesses, begin_try, wait_after
from accounts.models import Guesses, User, placeholder_username
from accounts.tasks import forget
from forum.comments.models import Comment
from tests.forum.comments.composers import HTMX, composer_of, text_in
from tests.make import make_comment
from tests.post import Postbox, code_in
from tests.together import at_once

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def log_in(client: Client, name: str, password: str, **more: str) -> int:
    return client.post(LOGIN, {"login": name, "password": password, **more}).status_code


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["bob", "BOB", "bob@example.org", "Bob@Example.org", " bob "])
def test_a_name_or_an_address_in_any_case_will_do(name: str, client: Client, bob: User) -> None:
    assert log_in(client, name, "bob's own") == 302
    assert is_logged_in(client)


@pytest.mark.parametrize(
    ("name", "password"), [("bob", "wrong"), ("nobody", "bob's own"), ("bob@example.org", "wrong"), ("bob", "")]
)
def test_whatever_is_wrong_nobody_is_logged_in(name: str, password: str, client: Client, bob: User) -> None:
    assert log_in(client, name, password) == 200
    assert not is_logged_in(client)


def test_the_answer_does_not_say_which_was_wrong(client: Client, bob: User) -> None:
    wrong = [("bob", "wrong"), ("nobody", "wrong"), ("bob@example.org", "wrong"), ("nobody@example.org", "wrong")]

    answers = {
        str(client.post(LOGIN, {"login": name, "password": word}).context["form"].non_field_errors())
        for name, word in wrong
    }

    assert len(answers) == 1


@pytest.mark.parametrize("password", ["", "!", "None"])
def test_a_placeholder_cannot_log_in(password: str, client: Client) -> None:
    name = placeholder_username("n4g", "gangsta_red")
    User.objects.create_user(name)
    User.objects.filter(username=name).update(imported_source="n4g", imported_name="gangsta_red")

    for login in (name, "gangsta_red", ""):
        log_in(client, login, password)

    assert not is_logged_in(client)


def test_a_closed_account_is_told_so_and_not_let_in(client: Client, bob: User) -> None:
    User.objects.update(is_active=False)

    answer = client.post(LOGIN, {"login": "bob", "password": "bob's own"}, follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain == [("/accounts/inactive/", 302)]
    assert not is_logged_in(client)


def test_guessing_at_one_account_is_slowed_down(bob: User) -> None:
    # From ever other addresses: what is counted is the account.
    guess("bob", times=FREE)
    client = Client(REMOTE_ADDR="192.0.2.99")

    refused = client.post(LOGIN, {"login": "bob", "password": "bob's own"})

    assert (refused.status_code, refused["Retry-After"]) == (429, "15")
    assert "Wait 15 seconds" in refused.content.decode()
    assert not is_logged_in(client)
    with time_machine.travel(timezone.now() + FIRST_WAIT):
        assert log_in(client, "bob", "bob's own") == 302
    assert not Guesses.objects.exists()


def guess(name: str, *, times: int) -> list[int]:
    """From ever other networks."""
    return [log_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), name, "wrong") for n in range(times)]


def test_each_guess_waits_longer_to_a_bound_and_a_day_ends_it() -> None:
    now, waits = timezone.now(), []
    for _try in range(12):
        begin_try("bob", now=now)
        waits.append(wait_after(Guesses.objects.get().failures).seconds)
        now += timedelta(seconds=waits[-1])

    assert waits == [0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    begin_try("bob", now=now + FORGOTTEN_AFTER + timedelta(seconds=1))
    assert Guesses.objects.get().failures == 1
    with time_machine.travel(now + FORGOTTEN_AFTER * 2 + timedelta(minutes=1)):
        forget()
    assert not Guesses.objects.exists()


@pytest.mark.parametrize("name", ["nobody", "nobody@example.org"])
def test_whom_nobody_knows_waits_as_long(name: str, bob: User) -> None:
    assert guess(name, times=FREE + 1) == guess("bob", times=FREE + 1) == [200] * FREE + [429]


@pytest.mark.parametrize("typed", ["bob", "bob@example.org"])
def test_no_guessing_keeps_the_owner_out_of_a_browser_that_was_theirs(typed: str, bob: User) -> None:
    browser = Client(REMOTE_ADDR="192.0.2.98")
    log_in(browser, "bob", "bob's own")
    browser.post("/accounts/logout/")
    guess(typed, times=FREE)

    assert log_in(Client(), typed, "bob's own") == 429
    assert [log_in(browser, typed, "wrong") for _ in range(FREE)] == [200] * FREE
    assert log_in(browser, typed, "bob's own") == 429
    with time_machine.travel(timezone.now() + FIRST_WAIT):
        assert log_in(browser, typed, "bob's own") == 302


def test_a_browser_that_is_known_to_one_guesses_at_others_like_any(bob: User, carol: User) -> None:
    browser = Client(REMOTE_ADDR="192.0.2.98")
    log_in(browser, "carol", "carol's own")
    browser.post("/accounts/logout/")
    guess("bob", times=FREE)

    assert log_in(browser, "bob", "bob's own") == 429


@pytest.mark.parametrize("cookie", ["", "x", "1:2:3", "WzEsMl0:1abc:def"])
def test_a_made_up_cookie_helps_nobody(cookie: str, bob: User) -> None:
    guess("bob", times=FREE)
    browser = Client()
    browser.cookies["known"] = cookie

    assert log_in(browser, "bob", "bob's own") == 429


def test_a_code_by_mail_lets_the_owner_in_however_many_guess(bob: User, postbox: Postbox) -> None:
    client = Client()
    client.post("/accounts/reset/", {"email": bob.email})
    client.post("/accounts/reset/code/", {"code": code_in(postbox.newest())})
    client.post("/accounts/reset/password/", {"password1": "rain on it", "password2": "rain on it"})
    guess("bob", times=FREE)

    assert log_in(client, "bob", "rain on it") == 302


def test_where_the_cache_is_away_guessing_is_as_slow(bob: User, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert guess("bob", times=20) == [200] * FREE + [429] * (20 - FREE)


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_none_is_free() -> None:
    def attempt() -> bool:
        try:
            begin_try("bob", now=now)
        except TooManyGuesses:
            return False
        return True

    now = timezone.now()

    assert sum(at_once([attempt] * 12)) == FREE


def test_guessing_from_one_address_is_slowed_down_whatever_it_says_of_itself(bob: User) -> None:
    for n in range(10):
        forged = {"X-Forwarded-For": f"192.0.2.{n}"}
        Client().post(LOGIN, {"login": f"person{n}", "password": "wrong"}, headers=forged)

    client = Client()
    client.post(LOGIN, {"login": "bob", "password": "bob's own"}, headers={"X-Forwarded-For": "192.0.2.99"})

    assert not is_logged_in(client)


def test_one_place_logs_in_thirty_times_a_minute(client: Client, bob: User) -> None:
    answers = [log_in(Client(), "", "") for _ in range(31)]

    assert answers == [200] * 30 + [429]
    refused = client.post(LOGIN, {"login": "", "password": ""})
    assert 55 <= int(refused["Retry-After"]) <= 60
    assert "seconds, then try again" in refused.content.decode()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_another_name_of_the_site_is_no_fresh_start(host: str, bob: User) -> None:
    for n in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(LOGIN, {"login": "bob", "password": "wrong"}, headers={"Host": host})

    client = Client(REMOTE_ADDR="192.0.2.99")

    assert log_in(client, "BOB", "bob's own") == 429
    assert not is_logged_in(client)


ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "https:elsewhere.example",
    "javascript:alert(1)",
    "\thttps://elsewhere.example",
    "http://testserver@elsewhere.example/",
    "////elsewhere.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_logging_in_leads_nowhere_else(address: str, client: Client, bob: User) -> None:
    answer = client.post(LOGIN, {"login": "bob", "password": "bob's own", "next": address})

    assert answer["Location"] == "/"


def test_logging_in_leads_back(client: Client, bob: User) -> None:
    answer = client.post(LOGIN, {"login": "bob", "password": "bob's own", "next": "/c/12?after=3"})

    assert answer["Location"] == "/c/12?after=3"


def test_logging_in_gives_the_session_a_new_key(client: Client, bob: User) -> None:
    session = client.session
    session["something"] = "set by whoever planted this key"
    session.save()
    before = session.session_key

    log_in(client, "bob", "bob's own")

    assert client.session.session_key != before


def test_logging_out_takes_a_post(client: Client, bob: User) -> None:
    client.force_login(bob)

    assert client.get("/accounts/logout/").status_code == 200
    assert is_logged_in(client)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not is_logged_in(client)


@pytest.mark.parametrize("verb", ["reply", "edit"])
def test_a_composer_asks_passers_by_to_log_in_first(verb: str, client: Client) -> None:
    comment = make_comment()

    answer = client.get(f"/c/{comment.pk}/{verb}")

    assert answer["Location"] == f"{LOGIN}?next=/c/{comment.pk}/{verb}"


class TestASessionThatEndedWhileOneWrote:
    """Nobody is logged in, but a composer arrives."""

    def test_the_log_in_page_carries_the_text_to_its_composer(self, client: Client, bob: User) -> None:
        parent, key = make_comment(), str(uuid4())

        asked = client.post(f"/c/{parent.pk}/reply", {"text": "  My <b>reply</b>.", "form_key": key})
        assert asked.status_code == 403
        form = {"text": text_in(asked.content.decode()), "form_key": key, "next": f"/c/{parent.pk}/reply"}
        mistyped = client.post(LOGIN, {**form, "login": "bob", "password": "wrong"})
        assert text_in(mistyped.content.decode()) == form["text"]
        there = client.post(LOGIN, {**form, "login": "bob", "password": "bob's own"}, follow=True)

        assert composer_of(there)["text"] == "  My <b>reply</b>."
        assert composer_of(there)["form_key"] == key
        assert client.post(f"/c/{parent.pk}/reply", composer_of(there)).status_code == 303
        assert Comment.objects.filter(author=bob, parent=parent).exists()

    def test_once_it_is_posted_the_next_composer_is_empty(self, client: Client, bob: User) -> None:
        parent = make_comment()
        url = f"/c/{parent.pk}/reply"
        carried = {"text": "My reply.", "form_key": str(uuid4()), "next": url}
        there = client.post(LOGIN, {**carried, "login": "bob", "password": "bob's own"}, follow=True)
        client.post(url, composer_of(there))

        assert composer_of(client.get(url))["text"] == ""

    def test_it_comes_back_nowhere_but_where_it_was_written(self, client: Client, bob: User) -> None:
        parent, other = make_comment(), make_comment()
        carried = {"text": "My reply.", "form_key": str(uuid4()), "next": f"/c/{parent.pk}/reply"}
        log_in(client, "bob", "bob's own", **carried)

        assert composer_of(client.get(f"/c/{other.pk}/reply"))["text"] == ""

    def test_an_edit_comes_back_with_its_version(self, client: Client, bob: User) -> None:
        comment = make_comment(by=bob, text="It rained.")
        url = f"/c/{comment.pk}/edit"
        carried = {"text": "It poured.", "version": "0123456789abcdef", "next": url}

        there = client.post(LOGIN, {**carried, "login": "bob", "password": "bob's own"}, follow=True)

        assert (composer_of(there)["text"], composer_of(there)["version"]) == ("It poured.", "0123456789abcdef")

    def test_a_button_leads_back_to_the_page_that_it_stood_on(self, client: Client, bob: User) -> None:
        comment = make_comment(by=bob)

        page = client.post(f"/c/{comment.pk}/delete", headers={"Referer": f"http://testserver/c/{comment.pk}"})

        assert page.status_code == 403
        assert f'name="next" type="hidden" value="/c/{comment.pk}"' in page.content.decode()

    def test_htmx_is_sent_to_the_log_in_page_and_back_to_where_the_link_was(self, client: Client, bob: User) -> None:
        comment = make_comment(by=bob)
        headers = {**HTMX, "HX-Current-URL": "http://testserver/a/1/rain?order=new"}

        answer = client.get(f"/c/{comment.pk}/reply", headers=headers)

        assert answer["HX-Redirect"] == "/accounts/login/?next=/a/1/rain"

    def test_another_site_is_no_page_to_go_back_to(self, client: Client) -> None:
        page = client.post("/c/1/delete", headers={"Referer": "https://elsewhere.example/c/1"})

        assert 'name="next" type="hidden" value="/"' in page.content.decode()
