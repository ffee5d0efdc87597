from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.events.announcing import announce
from forum.events.models import Delivery
from forum.events.relaying import LEASE, TRIES, claim, deliver, next_try_after, relay
from tests.forum.events import recording

pytestmark = pytest.mark.django_db


def announced(event: str, bell_id: int = 7) -> None:
    with transaction.atomic():
        announce(event, bell_id=bell_id)


def make_all_due() -> None:
    Delivery.objects.update(due_at=timezone.now())


def test_relay_tells_every_receiver_and_leaves_nothing_behind() -> None:
    announced("bell_rung")

    assert relay() is False

    assert recording.heard == [("listen", {"bell_id": 7}), ("overhear", {"bell_id": 7})]
    assert not Delivery.objects.exists()


def test_deliveries_go_in_the_order_in_which_they_fell_due() -> None:
    for bell_id in (1, 2, 3):
        announced("bell_struck", bell_id)
    last = Delivery.objects.get(ids={"bell_id": 1})
    Delivery.objects.filter(pk=last.pk).update(due_at=timezone.now())

    relay()

    assert [ids["bell_id"] for _name, ids in recording.heard] == [2, 3, 1]


@pytest.mark.django_db(transaction=True)
def test_receiver_is_called_outside_any_transaction() -> None:
    announced("bell_rung")

    relay()

    assert recording.was_in_transaction == [False]


@pytest.mark.django_db(transaction=True)
def test_idle_relay_only_looks_and_begins_no_transaction() -> None:
    with CaptureQueriesContext(connection) as queries:
        relay()

    [look] = [query["sql"] for query in queries]
    assert look.startswith("SELECT")


def test_relay_whose_time_is_up_says_so() -> None:
    announced("bell_rung")

    assert relay(for_seconds=0) is True

    assert recording.heard == []
    assert Delivery.objects.count() == 2


def test_claimed_delivery_is_left_alone_until_its_lease_ends() -> None:
    announced("bell_struck")
    now = timezone.now()

    first = claim(now)
    meanwhile = claim(now + LEASE - timedelta(seconds=1))
    again = claim(now + LEASE)

    assert first is not None
    assert meanwhile is None
    assert again == first
    assert again.tries == 2


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_delivery_that_another_is_claiming_is_passed_over() -> None:
    announced("bell_struck")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT id FROM events_delivery FOR UPDATE")

        passed_over = claim(timezone.now())

        cursor.execute("ROLLBACK")
    other.close()
    assert passed_over is None
    assert claim(timezone.now()) is not None


def test_failed_delivery_is_tried_again_later() -> None:
    announced("bell_cracked")
    recording.failures.append(OSError("no clapper"))

    relay()
    delivery = Delivery.objects.get()
    assert delivery.error == "OSError: no clapper"
    assert delivery.due_at > timezone.now() + timedelta(seconds=4)
    make_all_due()
    relay()

    assert len(recording.heard) == 2
    assert not Delivery.objects.exists()


def test_one_that_fails_does_not_hold_the_others_up() -> None:
    announced("bell_cracked")
    announced("bell_struck")
    recording.failures.append(OSError("no clapper"))

    relay()

    assert ("overhear", {"bell_id": 7}) in recording.heard


def test_waits_grow_and_differ() -> None:
    waits = [[next_try_after(tries) for _ in range(50)] for tries in range(1, TRIES)]

    for tries, some in enumerate(waits):
        middle = timedelta(seconds=10) * 6**tries
        assert all(middle / 2 <= wait <= middle * 1.5 for wait in some)
        assert len(set(some)) > 1


def test_delivery_that_keeps_failing_becomes_a_dead_letter() -> None:
    announced("bell_cracked")
    recording.failures.extend(OSError(f"crack {crack}") for crack in range(10, 0, -1))

    for _ in range(TRIES + 3):
        relay()
        make_all_due()

    letter = Delivery.objects.dead_letters().get()
    assert len(recording.heard) == TRIES
    assert letter.tries == TRIES
    assert letter.error == f"OSError: crack {TRIES}"


def test_delivery_without_a_receiver_becomes_a_dead_letter_that_says_so() -> None:
    Delivery.objects.create(event="bell_rung", receiver="belfry.receivers.pull", ids={"bell_id": 7})

    relay()

    assert Delivery.objects.dead_letters().get().error == "There is no receiver belfry.receivers.pull."


def test_delivery_whose_tries_all_ended_silently_becomes_a_dead_letter() -> None:
    announced("bell_struck")
    Delivery.objects.update(tries=TRIES)

    relay()

    assert recording.heard == []
    assert Delivery.objects.dead_letters().get().error == "Every try ended without an answer."


def test_failure_of_one_whose_lease_ran_out_leaves_the_next_try_alone() -> None:
    announced("bell_cracked")
    now = timezone.now()
    late, current = claim(now), claim(now + LEASE)
    assert late
    assert current
    recording.failures.append(OSError("too late"))

    deliver(late)

    delivery = Delivery.objects.get()
    assert delivery.due_at == current.due_at
    assert delivery.error == ""


def test_last_failure_of_one_whose_lease_ran_out_buries_nothing() -> None:
    announced("bell_cracked")
    Delivery.objects.update(tries=TRIES - 1)
    now = timezone.now()
    late = claim(now)
    assert late
    Delivery.objects.update(tries=TRIES + 1)
    recording.failures.append(OSError("too late"))

    deliver(late)

    assert not Delivery.objects.dead_letters().exists()
