"""Who hears what.

A receiver lives in the `receivers.py` of an app above the one that announces; those modules are imported at start.

    @receiver("comment_published")
    def notify_repliee(*, comment_id: int) -> None: ...

It is called at least once, perhaps twice at the same time, in no order, outside any transaction, and late: so it takes
ids, reads what is true now, and leaves the same state however often it runs. The database keeps that promise, not a
look beforehand, which two callers pass together. Three ways that hold:

- What it makes has a unique constraint over what it was made for, and a second making is no error:
  `Notification.objects.bulk_create([...], ignore_conflicts=True)` under UniqueConstraint(fields=["reader", "comment"]).
- What it marks is marked once: `if Mail.objects.filter(pk=pk, sent_at__isnull=True).update(sent_at=now): ...`
- What it counts it counts anew from the rows, under a lock; never `+= 1`.

One that has work to do only at times says when (`when=`): it is asked in the transaction that announces, and nothing is
written for it while it answers False.

A receiver that talks to somebody outside (mail) puts a bound on the wait and raises when that fails: it is tried again.
"""

from collections.abc import Callable

# Its result is ignored: a receiver that could not do its work raises.
type Receiver = Callable[..., object]

# Asked with each event, so it looks in the database and remembers nothing: what it says holds in every process at once.
type Condition = Callable[[], bool]

_receivers: dict[str, Receiver] = {}
_names_by_event: dict[str, list[str]] = {}
_conditions: dict[str, Condition] = {}


def receiver[R: Receiver](event: str, *, when: Condition | None = None) -> Callable[[R], R]:
    """Have the function called for each `event`, or for those that are announced while `when` holds.

    Rows keep its module and name: renamed, it leaves those on their way as dead letters.
    """

    def register(function: R) -> R:
        name = f"{function.__module__}.{function.__qualname__}"
        names = _names_by_event.setdefault(event, [])
        if name not in names:
            names.append(name)
        _receivers[name] = function
        if when is not None:
            _conditions[name] = when
        return function

    return register


def receivers_of(event: str) -> list[str]:
    """Those that want to hear of it now."""
    names = _names_by_event.get(event, [])
    return [name for name in names if name not in _conditions or _conditions[name]()]


def find_receiver(name: str) -> Receiver | None:
    return _receivers.get(name)
