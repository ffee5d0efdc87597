"""Processes that end where it hurts, and deliveries that come too often: every effect once, none lost."""

import threading

import pytest
from django.db import connections, transaction

from accounts.models import User
from forum.comments.models import Comment
from forum.events.announcing import announce
from forum.events.models import Delivery
from forum.events.relaying import TRIES, relay
from forum.notifications.models import MailPlan
from tests.faults import effects
from tests.faults.deliveries import deliver_three_times, let_leases_run_out
from tests.faults.processes import act
from tests.forum.notifications.told import told
from tests.make import make_comment
from tests.sizes import at_full_size

pytestmark = pytest.mark.usefixtures("effect_tables")

KILLED = -9
VANISHED = 9


@pytest.fixture
def comment(alice: User) -> Comment:
    """Alice's, on somebody's article: of a reply to it she is told."""
    return make_comment(by=alice)


def test_event_survives_a_relay_killed_between_act_and_mark(comment: Comment, alice: User) -> None:
    reply = make_comment(to=comment)
    with transaction.atomic():
        announce("effect_wanted", effect_id=1)

    assert act("relay_and_die_at_each_mark") == 0
    assert effects.effects() == [1]
    assert told(alice) == [("reply", reply.pk)]
    assert list(Delivery.objects.values_list("tries", flat=True)) == [1, 1, 1], "a comment, a reply and an effect"
    let_leases_run_out()
    assert act("relay_once") == 0

    assert not Delivery.objects.exists()
    assert effects.calls("make") == 2
    assert effects.effects() == [1]
    assert told(alice) == [("reply", reply.pk)]
    assert MailPlan.objects.filter(person=alice).count() == 1


def test_event_survives_a_process_that_ends_right_after_its_commit(comment: Comment, alice: User, bob: User) -> None:
    assert act("announce_and_vanish", 1) == VANISHED
    assert act("reply_and_vanish", comment.pk, bob.pk) == VANISHED

    relay()

    assert effects.effects() == [1]
    assert told(alice) == [("reply", Comment.objects.latest("pk").pk)]
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

    deliver_three_times(deliveries)

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
