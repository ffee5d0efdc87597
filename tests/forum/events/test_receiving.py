import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.events.receiving import find_receiver, receiver, receivers_of
from tests.forum.events import recording

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _everybody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also who does only at times."""
    monkeypatch.setattr("forum.events.receiving._conditions", {})


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


def test_every_event_is_announced_with_what_its_receivers_take() -> None:
    announced = [*announcements()]
    receivers = [(event, ids, name) for event, ids in announced for name in receivers_of(event)]

    assert len(receivers) > 10
    for event, ids, name in receivers:
        receive = find_receiver(name)
        assert receive
        assert set(inspect.signature(receive).parameters) == ids, f"{event} for {name}"


def announcements() -> Iterator[tuple[str, set[str | None]]]:
    """The event and the names of its ids, wherever the project's code announces one by its name."""
    for app in ("forum", "accounts", "moderation"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "announce":
                    ids = {keyword.arg for keyword in node.keywords}
                    yield from ((event, ids) for event in names_in(node.args[0]))


def names_in(expression: ast.expr) -> list[str]:
    """One, or two to choose from."""
    return [
        node.value for node in ast.walk(expression) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
