"""Answers to requests that are refused. They give back what was typed: a comment is work, whoever is to blame."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render

from forum.lib.gates import Asked, why_not

# What forms to write with send besides their text: a comment's the first three, an article's all of them.
OTHER_FIELDS = (
    *("form_key", "version", "seen", "title", "deck", "dateline_place", "dateline_date"),
    *("source_name", "source_url", "tags"),
)
# Those that somebody typed.
TYPED_FIELDS = ("text", *OTHER_FIELDS[3:])


def require(allowed: bool, reason: str = "") -> None:
    """Answer 403, with the reason, unless it is allowed."""
    if not allowed:
        raise PermissionDenied(reason)


def require_gate(act: str, asked: Asked) -> None:
    """Answer 403, with the reason, where a layer above says no."""
    reason = why_not(act, asked)
    require(not reason, reason)


def typed_fields(request: HttpRequest) -> dict[str, str]:
    """All that a form to write with sent and that is not empty; what was chosen more than once, by commas.

    Nothing where the body cannot be read at all.
    """
    try:
        sent = {name: ",".join(request.POST.getlist(name)) for name in ("text", *OTHER_FIELDS)}
    except (SuspiciousOperation, UnreadablePostError):
        return {}
    return {name: value for name, value in sent.items() if value}


def kept(request: HttpRequest) -> dict[str, object]:
    """For a page that gives back what was typed: the text to be seen, the rest to be sent along."""
    fields = typed_fields(request)
    rest = {name: value for name, value in fields.items() if name in OTHER_FIELDS}
    is_typed = any(name in TYPED_FIELDS for name in fields)
    return {"kept_text": fields.get("text", ""), "kept_fields": rest if is_typed else {}}


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"reason": str(exception), **kept(request)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", kept(request), status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token was missing or old. What was typed comes back in a form with a fresh one.

    Not where another site sent it: its words must not stand in a form of ours, one press from being published.
    """
    is_foreign = reason == REASON_BAD_ORIGIN % request.headers.get("Origin")
    context = {**kept(request), "may_send_again": not is_foreign}
    return render(request, "403_csrf.html", context, status=403)


def too_fast(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429: what was typed comes back in the form that it was sent with."""
    context = {**kept(request), "may_send_again": True, "seconds": seconds}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
