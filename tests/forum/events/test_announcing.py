import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from forum.events.announcing import announce
from forum.events.hinting import hinted
from forum.events.models import Delivery
from tests.forum.events import recording


@pytest.mark.django_db
def test_event_becomes_one_delivery_for_each_receiver() -> None:
    with transaction.atomic():
        announce("bell_rung", bell_id=7)

    deliveries = Delivery.objects.order_by("id")
    assert [(one.event, one.ids) for one in deliveries] == [("bell_rung", {"bell_id": 7})] * 2
    assert [one.receiver for one in deliveries] == [
        f"{recording.__name__}.listen",
        f"{recording.__name__}.overhear",
    ]
    assert recording.heard == []


@pytest.mark.django_db
def test_event_that_nobody_receives_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with transaction.atomic(), django_assert_num_queries(0):
        announce("leaf_fallen", leaf_id=1)

    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_announcing_to_two_receivers_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        announce("bell_rung", bell_id=7)


@pytest.mark.django_db(transaction=True)
def test_announcing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError, match="Announce bell_rung inside the transaction"):
        announce("bell_rung", bell_id=7)

    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_event_of_a_transaction_that_fails_was_never_announced() -> None:
    with transaction.atomic():
        announce("bell_rung", bell_id=7)
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()
    assert not hinted.is_set()


@pytest.mark.django_db(transaction=True)
def test_hint_comes_after_the_commit() -> None:
    with transaction.atomic():
        announce("bell_rung", bell_id=7)
        assert not hinted.is_set()

    assert hinted.is_set()
