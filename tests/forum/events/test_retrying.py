from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from forum.events.models import Delivery
from forum.events.relaying import TRIES, relay
from forum.events.retrying import retry
from tests.forum.events import recording

pytestmark = pytest.mark.django_db


def dead_letter(bell_id: int) -> Delivery:
    return Delivery.objects.create(
        event="bell_struck",
        receiver=f"{recording.__name__}.overhear",
        ids={"bell_id": bell_id},
        tries=TRIES,
        error="OSError: no clapper",
        dead_at=timezone.now(),
    )


def command(*arguments: str) -> str:
    output = StringIO()
    call_command("dead_letters", *arguments, stdout=output)
    return output.getvalue()


def test_relay_leaves_dead_letters_alone() -> None:
    dead_letter(7)

    relay()

    assert recording.heard == []


def test_retried_letter_is_delivered() -> None:
    letter, other = dead_letter(7), dead_letter(8)

    assert retry([letter.pk]) == 1
    relay()

    assert recording.heard == [("overhear", {"bell_id": 7})]
    assert Delivery.objects.get() == other


def test_retrying_none_in_particular_retries_all() -> None:
    dead_letter(7)
    dead_letter(8)

    assert retry() == 2
    relay()

    assert not Delivery.objects.exists()


def test_retrying_spares_what_is_still_on_its_way() -> None:
    delivery = Delivery.objects.create(event="bell_struck", receiver="a.b", ids={}, tries=2, error="once")

    assert retry() == 0

    delivery.refresh_from_db()
    assert delivery.tries == 2


def test_command_lists_dead_letters_with_their_errors() -> None:
    letter = dead_letter(7)

    listing = command()

    assert str(letter.pk) in listing
    assert "bell_struck {'bell_id': 7}" in listing
    assert "OSError: no clapper" in listing
    assert "Dead letters: 1." in listing


def test_command_retries_those_that_it_is_told_to() -> None:
    letter, other = dead_letter(7), dead_letter(8)

    assert "To be tried again: 1." in command("--retry", str(letter.pk))
    assert Delivery.objects.dead_letters().get() == other

    assert "To be tried again: 1." in command("--retry")
    assert not Delivery.objects.dead_letters().exists()
