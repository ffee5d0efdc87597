"""Requests as views get them, once the middleware has seen to it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What every view gets that is not marked login_not_required (accounts.middleware)."""

    user: User
    htmx: HtmxDetails
