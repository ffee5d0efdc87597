"""What an open page asks of the inbox."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.notifications.models import Kind
from forum.notifications.telling import tell
from tests.make import make_comment

pytestmark = pytest.mark.django_db


def test_how_much_is_unread_is_asked_with_no_more_than_who_asks(client: Client, bob: User) -> None:
    client.force_login(bob)
    before = client.get("/notifications/unread").content
    tell([bob.pk], Kind.REPLY, of=make_comment(), at=timezone.now())

    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/notifications/unread")

    assert (before, answer.content) == (b"", b"1")
    assert len(asked) == 2
    assert "private" in answer["Cache-Control"]
