"""What arrives from the buttons of a voter."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest

VALUES = {"1": 1, "0": 0, "-1": -1}


def value_in(request: HttpRequest) -> int:
    """The vote that a request asks for. Raises BadRequest for what no button of ours sends."""
    word = request.POST.get("value", "")
    if word not in VALUES:
        raise BadRequest("a vote is 1, 0 or -1")
    return VALUES[word]
