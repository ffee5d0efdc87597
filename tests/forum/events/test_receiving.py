from forum.events.receiving import find_receiver, receiver, receivers_of
from tests.forum.events import recording


def test_receiver_goes_by_its_module_and_name() -> None:
    assert find_receiver(f"{recording.__name__}.listen") is recording.listen
    assert find_receiver("belfry.receivers.pull") is None


def test_function_may_receive_several_events() -> None:
    name = f"{recording.__name__}.overhear"

    assert name in receivers_of("bell_rung")
    assert name in receivers_of("bell_struck")


def test_function_registered_twice_for_an_event_is_told_once() -> None:
    receiver("bell_struck")(recording.overhear)

    assert receivers_of("bell_struck") == [f"{recording.__name__}.overhear"]
