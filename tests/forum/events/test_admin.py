"""The outbox on the operators' pages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.events.models import Delivery
from forum.events.relaying import TRIES, relay
from tests.forum.events import recording
from tests.operators import act, told

pytestmark = pytest.mark.django_db

DELIVERIES = "events/delivery"


@pytest.fixture
def desk(ada: User, browse: Callable[[User], Client]) -> Client:
    return browse(ada)


def delivery(bell_id: int, *, is_dead: bool = True) -> Delivery:
    dead = {"tries": TRIES, "error": "OSError: no clapper", "dead_at": timezone.now()} if is_dead else {}
    receiver = f"{recording.__name__}.overhear"
    return Delivery.objects.create(event="bell_struck", receiver=receiver, ids={"bell_id": bell_id}, **dead)


def found(client: Client, question: str) -> list[int]:
    return [each.ids["bell_id"] for each in client.get(f"/admin/{DELIVERIES}/?{question}").context["cl"].result_list]


def test_a_dead_letter_is_tried_again_and_arrives(desk: Client) -> None:
    letter, other = delivery(7), delivery(8)

    assert told(act(desk, DELIVERIES, "retry", letter)) == ["To be tried again. Rows: 1."]
    relay()

    assert recording.heard == [("overhear", {"bell_id": 7})]
    assert Delivery.objects.get() == other


def test_what_is_on_its_way_is_left_to_go_on(desk: Client) -> None:
    under_way = delivery(7, is_dead=False)
    Delivery.objects.update(tries=2)

    assert told(act(desk, DELIVERIES, "retry", under_way))[-1].endswith(": 1.")

    under_way.refresh_from_db()
    assert under_way.tries == 2


def test_deliveries_are_found_by_number_event_and_receiver_and_sieved_by_whether_they_are_given_up(
    desk: Client,
) -> None:
    letter = delivery(7)
    delivery(8, is_dead=False)

    assert found(desk, f"q={letter.pk}") == found(desk, "arrival=dead") == [7]
    assert found(desk, "arrival=alive") == [8]
    assert found(desk, "q=bell_struck") == found(desk, f"q={recording.__name__}.overhear") == [8, 7]
    assert found(desk, "q=bell") == []


def test_a_dead_letter_shows_why(desk: Client) -> None:
    letter = delivery(7)

    assert "OSError: no clapper" in desk.get(f"/admin/{DELIVERIES}/{letter.pk}/change/").content.decode()
