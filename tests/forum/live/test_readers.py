"""Whose stream it is, and that looking leaves their session as it was."""

from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.handlers.asgi import ASGIRequest
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from forum.live.readers import reader_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_bob(client: Client, bob: User) -> ASGIRequest:
    client.force_login(bob)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    headers = [(b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": "/live/stream", "query_string": b"", "headers": headers}
    return ASGIRequest(scope, BytesIO())


def test_who_is_signed_in_is_known_by_their_session(request_of_bob: ASGIRequest, bob: User) -> None:
    assert reader_of(request_of_bob) == bob

    User.objects.filter(pk=bob.pk).update(logged_out_at=timezone.now())

    assert reader_of(request_of_bob) == AnonymousUser()


def test_a_session_of_a_secret_of_before_stays_as_it_is(request_of_bob: ASGIRequest, bob: User) -> None:
    before = list(Session.objects.values())

    with override_settings(SECRET_KEY="a new one " * 5, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert reader_of(request_of_bob) == bob

    assert list(Session.objects.values()) == before
