"""What its writer had to log in for: from the log-in form, which carries it, to the form it was typed in."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest

from forum.lib.refusing import TYPED_FIELDS, typed_fields

SESSION_KEY = "kept_form"


def carried_form(request: HttpRequest) -> dict[str, str]:
    """What the log-in form must carry: the form that was sent, or that it carries already. Of an empty one nothing."""
    fields = typed_fields(request)
    return fields if any(name in fields for name in TYPED_FIELDS) else {}


def keep_form(request: HttpRequest) -> None:
    """Remember what the log-in form carries, for the address that it leads to. One form a session, the latest."""
    if carried := carried_form(request):
        request.session[SESSION_KEY] = {"path": request.POST.get(REDIRECT_FIELD_NAME, ""), **carried}


def kept_form(request: HttpRequest) -> dict[str, str]:
    """The fields of what was typed at this address before its writer logged in; none if nothing was."""
    kept: dict[str, str] = request.session.get(SESSION_KEY, {})
    return kept if kept.get("path") == request.path else {}


def forget_form(request: HttpRequest) -> None:
    """It has arrived."""
    if kept_form(request):
        del request.session[SESSION_KEY]
