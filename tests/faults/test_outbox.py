"""Processes that end where it hurts, and deliveries that come too often: every effect once, none lost."""

import threading

import pytest
from django.db import connections, transaction

from forum.events.announcing import announce
from forum.events.models import Delivery
from forum.events.receiving import find_receiver
from forum.events.relaying import TRIES, relay
from tests.faults import effects
from tests.faults.leases import let_leases_run_out
from tests.faults.processes import act
from tests.sizes import at_full_size

pytestmark = pytest.mark.usefixtures("effect_tables")

KILLED = -9
VANISHED = 9


def test_event_survives_a_relay_killed_between_act_and_mark() -> None:
    with transaction.atomic():
        announce("effect_wanted_of_a_victim", effect_id=1)

    assert act("relay_once") == KILLED
    assert effects.effects() == [1]
    assert Delivery.objects.get().tries == 1
    let_leases_run_out()
    assert act("relay_once") == 0

    assert not Delivery.objects.exists()
    assert effects.calls("victim") == 2
    assert effects.effects() == [1]


def test_event_survives_a_process_that_ends_right_after_its_commit() -> None:
    assert act("announce_and_vanish", 1) == VANISHED

    relay()

    assert effects.effects() == [1]
    assert not Delivery.objects.exists()


def test_event_that_kills_every_process_becomes_a_dead_letter_and_the_others_arrive() -> None:
    with transaction.atomic():
        announce("effect_wanted_of_poison", effect_id=1)
        announce("effect_wanted", effect_id=2)

    assert act("relay_once") == KILLED
    Delivery.objects.filter(event="effect_wanted_of_poison").update(tries=TRIES - 1)
    let_leases_run_out()
    assert act("relay_once") == KILLED
    let_leases_run_out()
    assert act("relay_once") == 0

    assert effects.effects() == [2]
    assert effects.calls("poison") == 2
    assert Delivery.objects.dead_letters().get().error == "Every try ended without an answer."


def test_every_event_delivered_three_times_in_parallel_has_one_effect() -> None:
    ids = range(1, at_full_size(10, 100) + 1)
    for effect_id in ids:
        effects.execute("INSERT INTO effect_marked VALUES (%s, NULL)", effect_id)
        with transaction.atomic():
            announce("three_effects_wanted", effect_id=effect_id)
    deliveries = list(Delivery.objects.order_by("id"))
    assert len(deliveries) == 3 * len(ids)
    barrier = threading.Barrier(3)

    def deliver_all() -> None:
        for delivery in deliveries:
            receive = find_receiver(delivery.receiver)
            assert receive
            barrier.wait(30)
            receive(**delivery.ids)
        connections.close_all()

    threads = [threading.Thread(target=deliver_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert [effects.calls(name) for name in ("make", "mark", "count")] == [3 * len(ids)] * 3
    assert effects.effects() == list(ids)
    assert effects.rows("SELECT effect_id FROM effect_mark ORDER BY effect_id") == [(one,) for one in ids]
    assert effects.rows("SELECT total FROM effect_counted") == [(len(ids),)]


def test_parallel_relays_deliver_each_event_once() -> None:
    ids = range(1, at_full_size(30, 1000) + 1)
    for effect_id in ids:
        with transaction.atomic():
            announce("effect_wanted", effect_id=effect_id)
    barrier = threading.Barrier(4)

    def relay_all() -> None:
        barrier.wait(30)
        while relay():
            pass
        connections.close_all()

    threads = [threading.Thread(target=relay_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert effects.calls("make") == len(ids)
    assert effects.effects() == list(ids)
    assert not Delivery.objects.exists()
