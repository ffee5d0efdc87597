"""What is forgotten: sign-ups that were never finished, and letters of long ago."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.forgetting import LETTERS_LAST, SIGN_UP_LASTS, forget_unfinished_sign_ups
from accounts.letters import write_letter
from accounts.models import Letter, User
from accounts.tasks import forget
from forum.events.models import Delivery
from tests.make import UserFactory, make_comment
from tests.post import Postbox, code_in

pytestmark = pytest.mark.django_db

LATER = SIGN_UP_LASTS + timedelta(minutes=1)


def sign_up(client: Client) -> int:
    form = {"username": "dora", "email": "dora@example.org", "password1": "quite long enough"}
    return client.post("/accounts/signup/", form).status_code


def test_a_sign_up_that_nobody_finished_gives_its_name_and_address_back(client: Client) -> None:
    sign_up(client)

    with time_machine.travel(timezone.now() + LATER):
        forget()

        assert not User.objects.exists()
        assert sign_up(Client()) == 302
        assert User.objects.get().username == "dora"


def test_it_waits_for_three_days(client: Client) -> None:
    sign_up(client)

    assert forget_unfinished_sign_ups(timezone.now() + SIGN_UP_LASTS - timedelta(minutes=1)) == 0
    assert forget_unfinished_sign_ups(timezone.now() + LATER) == 1


def test_whoever_entered_the_code_stays(client: Client, postbox: Postbox) -> None:
    sign_up(client)
    client.post("/accounts/code/", {"code": code_in(postbox.newest())})

    assert forget_unfinished_sign_ups(timezone.now() + LATER) == 0


def test_everybody_else_stays_whether_they_have_an_address_or_not(bob: User, client: Client) -> None:
    UserFactory.create(email="", imported_source="n4g", imported_name="gangsta_red")
    User.objects.create_user("finn", password="finn's own")
    made_before = UserFactory.create(last_login=timezone.now())
    made_before.emailaddress_set.create(email=made_before.email)
    make_comment(by=bob)

    assert forget_unfinished_sign_ups(timezone.now() + timedelta(days=1000)) == 0


def test_letters_are_kept_for_a_month() -> None:
    write_letter("bob@example.org", subject="Code", text="ABCD-EFGH")
    Delivery.objects.update(error="SMTPDataError: bob@example.org", dead_at=timezone.now())

    forget()
    assert Letter.objects.exists()
    assert Delivery.objects.dead_letters().exists()
    with time_machine.travel(timezone.now() + LETTERS_LAST + timedelta(minutes=1)):
        forget()

    assert not Letter.objects.exists()
    assert not Delivery.objects.exists()
