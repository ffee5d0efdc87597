from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from forum.notifications import forgetting
from forum.notifications.models import Kind, Notification
from forum.notifications.tasks import forget
from forum.notifications.telling import tell_number
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.make import ArticleFactory


def test_what_was_told_long_ago_is_forgotten(bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    now = timezone.now()
    for number, days in enumerate([91, 91, 91, 89, 0]):
        tell_number([bob.pk], Kind.REPORT, number=number, at=now - timedelta(days=days))

    forget()

    assert [row.number for row in Notification.objects.order_by("pk")] == [3, 4]


def test_what_is_muted_no_more_is_forgotten(bob: User) -> None:
    now = timezone.now()
    for days in (2, 40):
        node, began = Node("a", ArticleFactory.create().pk), now - timedelta(days=30)
        attend(node, Attention.Level.MUTE, person=bob, at=began, until=began + timedelta(days=days))
    attend(Node("a", ArticleFactory.create().pk), Attention.Level.MUTE, person=bob, at=now - timedelta(days=30))

    forget()

    assert Attention.objects.of(bob).count() == 2
