"""Keyset pages: the cursor is the id of the last thing shown, so that what is added meanwhile moves nothing."""

import re
from datetime import UTC, datetime, timedelta

from django.core.exceptions import BadRequest
from django.http import HttpRequest

# Every number of 18 digits fits a database's bigint.
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = re.compile(r"(-?[0-9]{1,18})\.([0-9]{1,18})", re.ASCII)


def cursor(request: HttpRequest, name: str = "after") -> int | None:
    """The cursor in the address, None on the first page. Raises BadRequest for what was never one of ours."""
    word = request.GET.get(name)
    if word is None:
        return None
    if not _ID.fullmatch(word):
        raise BadRequest(f"{name} is no id")
    return int(word)


def place_cursor(request: HttpRequest, name: str = "after") -> tuple[int, int] | None:
    """A cursor that says where the last thing shown stood, and its id: for orders in which things move meanwhile."""
    word = request.GET.get(name)
    if word is None:
        return None
    if not (found := _PLACE.fullmatch(word)):
        raise BadRequest(f"{name} is no place")
    return int(found[1]), int(found[2])


def number_of(at: datetime) -> int:
    """A time in an address, exactly: its microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def time_of(number: int) -> datetime:
    """The other way round. Raises BadRequest for what no time can be."""
    try:
        return _EPOCH + number * _MICROSECOND
    except OverflowError:
        raise BadRequest("no time") from None
