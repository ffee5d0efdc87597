"""Answers to requests that are refused. They give back what was typed: a comment is work, whoever is to blame."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render


def require(allowed: bool, reason: str = "") -> None:
    """Answer 403, with the reason, unless it is allowed."""
    if not allowed:
        raise PermissionDenied(reason)


def typed_text(request: HttpRequest) -> str:
    """The text of the form that was sent; empty where there is none, or where the body cannot be read at all."""
    try:
        return request.POST.get("text", "")
    except (SuspiciousOperation, UnreadablePostError):
        return ""


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"reason": str(exception), "kept_text": typed_text(request)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"kept_text": typed_text(request)}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token was missing or old. What was typed comes back in a form with a fresh one.

    Not where another site sent it: its words must not stand in a form of ours, one press from being published.
    """
    is_foreign = reason == REASON_BAD_ORIGIN % request.headers.get("Origin")
    context = {"kept_text": typed_text(request), "may_send_again": not is_foreign}
    return render(request, "403_csrf.html", context, status=403)


def too_fast(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429: what was typed comes back in the form that it was sent with."""
    context = {"kept_text": typed_text(request), "may_send_again": True, "seconds": seconds}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
