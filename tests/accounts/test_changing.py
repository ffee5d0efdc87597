"""Changing the password, the address, the role; and what becomes of sessions."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.roles import set_role
from tests.post import Postbox, code_in, words

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]

PASSWORD, ADDRESS, CODE = "/settings/password", "/settings/address", "/accounts/code/"
NEW = {"password1": "another one altogether", "password2": "another one altogether"}


def is_logged_in(client: Client) -> bool:
    return client.get("/settings/account").status_code == 200


def addresses(person: User) -> list[tuple[str, bool, bool]]:
    return list(person.emailaddress_set.values_list("email", "verified", "primary"))


class TestThePassword:
    def test_is_changed_by_whoever_knows_it(self, browse: Browse, bob: User) -> None:
        answer = browse(bob).post(PASSWORD, {"oldpassword": "bob's own", **NEW})

        assert answer["Location"] == "/settings/account"
        assert User.objects.get().check_password("another one altogether")

    def test_stays_when_the_old_one_is_wrong(self, browse: Browse, bob: User) -> None:
        page = browse(bob).post(PASSWORD, {"oldpassword": "wrong", **NEW}).content.decode()

        assert "That is not your password." in page
        assert User.objects.get().check_password("bob&#x27;s own") is False
        assert User.objects.get().check_password("bob's own")

    def test_ends_every_session_but_this(self, browse: Browse, bob: User) -> None:
        here, elsewhere = browse(bob), browse(bob)

        here.post(PASSWORD, {"oldpassword": "bob's own", **NEW})

        assert is_logged_in(here)
        assert not is_logged_in(elsewhere)

    def test_tells_the_owner(self, browse: Browse, bob: User, postbox: Postbox) -> None:
        browse(bob).post(PASSWORD, {"oldpassword": "bob's own", **NEW})

        letter = postbox.newest()
        assert (letter["To"], letter["Subject"]) == ("bob@example.org", "[Understory] Your password was changed")

    def test_is_not_guessed_at_in_an_open_browser(self, browse: Browse, bob: User) -> None:
        client = browse(bob)

        answers = [client.post(PASSWORD, {"oldpassword": f"guess {n}", **NEW}).status_code for n in range(6)]

        assert answers == [200] * 5 + [429]
        cache.clear()  # as time does
        assert client.post(PASSWORD, {"oldpassword": "bob's own", **NEW}).status_code == 302


class TestTheAddress:
    def ask(self, client: Client, email: str = "new@example.org", password: str = "bob's own") -> int:
        return client.post(ADDRESS, {"email": email, "password": password}).status_code

    def test_counts_once_its_code_is_entered(self, browse: Browse, bob: User, postbox: Postbox) -> None:
        client = browse(bob)
        assert self.ask(client) == 302
        letter = postbox.newest()
        assert letter["To"] == "new@example.org"
        assert addresses(bob) == [("bob@example.org", True, True)]

        answer = client.post(CODE, {"code": code_in(letter)})

        assert answer["Location"] == "/settings/account"
        assert User.objects.get().email == "new@example.org"
        assert addresses(bob) == [("new@example.org", True, True)]

    def test_tells_the_old_one(self, browse: Browse, bob: User, postbox: Postbox) -> None:
        client = browse(bob)
        self.ask(client)

        client.post(CODE, {"code": code_in(postbox.newest())})

        letter = postbox.newest()
        assert (letter["To"], letter["Subject"]) == ("bob@example.org", "[Understory] Your address was changed")
        assert "new@example.org" in words(letter)

    def test_ends_every_session_but_this(self, browse: Browse, bob: User, postbox: Postbox) -> None:
        here, elsewhere = browse(bob), browse(bob)
        self.ask(here)

        here.post(CODE, {"code": code_in(postbox.newest())})

        assert is_logged_in(here)
        assert not is_logged_in(elsewhere)

    def test_takes_the_password(self, browse: Browse, bob: User, postbox: Postbox) -> None:
        assert self.ask(browse(bob), password="wrong") == 422
        assert postbox.collect() == []

    @pytest.mark.parametrize(
        "email", ["", "no address", "bob@example.org", "BOB@example.org", "x" * 300 + "@example.org"]
    )
    def test_must_be_one_and_another(self, browse: Browse, bob: User, email: str) -> None:
        assert self.ask(browse(bob), email=email) == 422

    def test_of_somebody_else_is_answered_alike_and_never_taken(
        self, browse: Browse, bob: User, carol: User, postbox: Postbox
    ) -> None:
        client = browse(bob)

        assert self.ask(client, email="carol@example.org") == 302
        client.post(CODE, {"code": code_in(postbox.newest())})

        assert addresses(carol) == [("carol@example.org", True, True)]
        assert addresses(bob) == [("bob@example.org", True, True)]

    def test_three_wrong_codes_change_nothing(self, browse: Browse, bob: User, postbox: Postbox) -> None:
        client = browse(bob)
        self.ask(client)
        code = code_in(postbox.newest())

        for wrong in ("BBBB-BBBB", "CCCC-CCCC", "DDDD-DDDD"):
            client.post(CODE, {"code": wrong})
        client.post(CODE, {"code": code})

        assert User.objects.get().email == "bob@example.org"

    def test_is_not_asked_for_without_end(self, browse: Browse, bob: User) -> None:
        client = browse(bob)

        answers = [self.ask(client, email=f"new{n}@example.org") for n in range(6)]

        assert answers == [302] * 5 + [429]

    def test_of_a_stranger_is_not_filled_with_letters(self, browse: Browse, bob: User, carol: User) -> None:
        asked = [
            browse(person)
            .post(ADDRESS, {"email": "new@example.org", "password": f"{person.username}'s own"})
            .status_code
            for person in (bob, carol, carol)
        ]

        assert asked == [302, 302, 429]

    @pytest.mark.parametrize("action", ["action_remove", "action_primary", "action_send"])
    def test_cannot_be_thrown_away(self, browse: Browse, bob: User, action: str) -> None:
        browse(bob).post(ADDRESS, {"email": "bob@example.org", action: "1", "password": "bob's own"})

        assert addresses(bob) == [("bob@example.org", True, True)]

    def test_of_an_account_that_an_operator_made_without_one(self, browse: Browse, postbox: Postbox) -> None:
        dora = User.objects.create_user("dora", password="dora's own")
        client = browse(dora)
        self.ask(client, password="dora's own")

        client.post(CODE, {"code": code_in(postbox.newest())})

        assert User.objects.get().email == "new@example.org"


class TestTheRole:
    def test_ends_all_sessions(self, browse: Browse, bob: User) -> None:
        client = browse(bob)

        assert set_role(bob, User.Role.MODERATOR)

        assert not is_logged_in(client)

    def test_that_is_theirs_already_ends_none(self, browse: Browse, bob: User) -> None:
        client = browse(bob)

        assert not set_role(bob, User.Role.READER)

        assert is_logged_in(client)

    def test_is_given_by_an_operator(self, bob: User, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("set_role", "BOB", "admin")
        call_command("set_role", "bob", "admin")

        assert User.objects.get().role == User.Role.ADMIN
        assert capsys.readouterr().out == "bob is now admin.\nbob is already admin.\n"

    @pytest.mark.parametrize(("name", "role"), [("nobody", "admin"), ("bob", "owner")])
    def test_is_one_that_there_is_of_somebody_who_is_here(self, bob: User, name: str, role: str) -> None:
        with pytest.raises(CommandError):
            call_command("set_role", name, role)


def test_logging_out_everywhere_ends_this_session_too(browse: Browse, bob: User, carol: User) -> None:
    here, elsewhere, carols = browse(bob), browse(bob), browse(carol)

    answer = here.post("/settings/sessions", follow=True)

    assert "here and everywhere else" in answer.content.decode()
    assert [is_logged_in(client) for client in (here, elsewhere, carols)] == [False, False, True]


def test_it_takes_a_post(browse: Browse, bob: User) -> None:
    client = browse(bob)

    assert client.get("/settings/sessions").status_code == 405
    assert is_logged_in(client)
