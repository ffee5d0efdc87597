"""What tests of notifications ask of the outbox and of the inbox."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import Restriction, User
from accounts.restricting import Terms, restrict_person
from forum.events.models import Delivery
from forum.events.relaying import deliver
from forum.notifications.models import Notification


def relay_all() -> None:
    """Deliver all that was announced and what comes of it, due or held back."""
    while delivery := Delivery.objects.alive().order_by("id").first():
        delivery.tries += 1
        delivery.save()
        deliver(delivery)
        assert not Delivery.objects.filter(pk=delivery.pk).exists(), delivery.error


def told(person: User) -> list[tuple[str, int | None]]:
    """Why of which comment, article or number, as it was told."""
    rows = Notification.objects.of(person).order_by("pk")
    return [(row.kind, row.comment_id or row.article_id or row.number) for row in rows]


def suspend(person: User, *, by: User) -> None:
    until = timezone.now() + timedelta(days=1)
    terms = Terms(kind=Restriction.Kind.SUSPEND, until=until, form_key=uuid4())
    restrict_person(person, terms, by=by, at=timezone.now())
