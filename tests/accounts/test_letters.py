"""Mail goes through the outbox to a real mail server."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.letters import send_letter, write_letter
from accounts.models import Letter
from accounts.receivers import deliver_letter
from forum.events.models import Delivery
from forum.events.relaying import relay
from tests.post import Postbox, words

pytestmark = pytest.mark.django_db


def test_a_letter_arrives_as_plain_text(postbox: Postbox, settings: Settings) -> None:
    settings.SITE_NAME, settings.DEFAULT_FROM_EMAIL = "The River", "river@example.org"

    write_letter("bob@example.org", subject="High water", text="It's <b>rising</b> & öffnet die Tür.\n")

    [letter] = postbox.collect()
    assert (letter["Subject"], letter["From"], letter["To"]) == (
        "[The River] High water",
        "river@example.org",
        "bob@example.org",
    )
    assert letter.get_content_type() == "text/plain"
    assert words(letter) == "It's <b>rising</b> & öffnet die Tür.\n"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert postbox.recipients == [["bob@example.org"]]


def test_it_goes_only_with_the_transaction_that_it_tells_of(postbox: Postbox) -> None:
    with transaction.atomic():
        write_letter("bob@example.org", subject="High water", text="It rises.")
        transaction.set_rollback(True)

    assert postbox.collect() == []
    assert not Letter.objects.exists()


def test_once_it_is_sent_its_words_are_forgotten(postbox: Postbox) -> None:
    letter = write_letter("bob@example.org", subject="High water", text="ABCD-EFGH")

    postbox.collect()

    letter.refresh_from_db()
    assert letter.text == ""
    assert letter.sent_at is not None
    assert not Delivery.objects.exists()


def test_delivered_twice_it_is_sent_once(postbox: Postbox) -> None:
    letter = write_letter("bob@example.org", subject="High water", text="It rises.")

    deliver_letter(letter_id=letter.pk)
    deliver_letter(letter_id=letter.pk)

    assert len(postbox.collect()) == 1


def test_sent_twice_all_the_same_it_is_known_by_its_id(postbox: Postbox, settings: Settings) -> None:
    settings.SITE_URL = "https://forum.example.org"
    letter = write_letter("bob@example.org", subject="High water", text="It rises.")

    # Whoever died before the mark was made: the next one knows nothing of it.
    send_letter(letter, now=timezone.now())
    send_letter(letter, now=timezone.now())

    first, second = postbox.received
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@forum.example.org>")


def test_two_letters_have_two_ids(postbox: Postbox) -> None:
    for _ in range(2):
        write_letter("bob@example.org", subject="High water", text="It rises.")

    assert len({letter["Message-ID"] for letter in postbox.collect()}) == 2


def test_a_letter_whose_code_has_ended_is_dropped(postbox: Postbox) -> None:
    letter = write_letter("bob@example.org", subject="Code", text="ABCD-EFGH", expires_at=timezone.now())

    assert postbox.collect() == []
    letter.refresh_from_db()
    assert (letter.text, letter.sent_at) == ("", None)
    assert letter.dropped_at is not None


def test_a_letter_that_was_refused_waits_and_is_tried_again(postbox: Postbox) -> None:
    letter = write_letter("bob@example.org", subject="High water", text="It rises.")
    postbox.closed = True
    assert postbox.collect() == []

    postbox.closed = False
    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    assert len(postbox.collect()) == 1
    letter.refresh_from_db()
    assert letter.sent_at is not None


def test_what_the_server_said_is_on_the_delivery(postbox: Postbox) -> None:
    write_letter("bob@example.org", subject="High water", text="It rises.")
    postbox.closed = True

    relay(for_seconds=10)

    assert "451" in Delivery.objects.get().error


@pytest.mark.parametrize("done", ["sent_at", "dropped_at"])
def test_the_database_keeps_no_words_of_what_is_done(done: str) -> None:
    letter = write_letter("bob@example.org", subject="Code", text="ABCD-EFGH")

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**{done: timezone.now()})


def test_an_address_that_is_none_is_not_tried_again(postbox: Postbox) -> None:
    letter = write_letter("stranger@example.org", subject="High water", text="It rises.")

    postbox.collect()

    letter.refresh_from_db()
    assert (letter.sent_at, letter.text) == (None, "")
    assert letter.dropped_at is not None
    assert not Delivery.objects.exists()


def test_an_address_that_cannot_be_reached_now_is(postbox: Postbox) -> None:
    write_letter("later@example.org", subject="High water", text="It rises.")

    postbox.collect()

    assert Letter.objects.waiting().exists()
    assert "450" in Delivery.objects.get().error


def test_lines_are_as_long_as_mail_has_them_but_what_is_indented_stays_whole(postbox: Postbox) -> None:
    address = f"    https://example.org/{'x' * 90}"
    write_letter("bob@example.org", subject="High water", text=f"{'It rises and rises. ' * 9}\n\n{address}\n")

    lines = words(postbox.newest()).splitlines()

    assert address in lines
    assert all(len(line) <= 72 for line in lines if line != address)
