"""Where a request comes from, for limits that hold for those without an account, too."""

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """Its address, as the proxies that are trusted tell it (TRUSTED_PROXIES); of IPv6 the part that one line has."""
    network: str = get_ip(request)
    return network
