"""What tests of notifications ask of the outbox and of the inbox."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import Restriction, User
from accounts.restricting import Terms, restrict_person
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.models import Delivery
from forum.events.relaying import deliver
from forum.notifications.models import Kind, Notification, Rhythm, Wish
from forum.threads.models import Attention
from tests.make import ArticleFactory, UserFactory, make_comment


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


def watched_by(count: int, *, rhythm: Rhythm = Rhythm.DAILY) -> Comment:
    """A comment not told of yet, in an article that so many watch; every other of them watches its author, too.

    They want mail of it in that rhythm.
    """
    comment = make_comment(on=ArticleFactory.create())
    people = User.objects.bulk_create(UserFactory.build_batch(count))
    Wish.objects.bulk_create([Wish(person=person, kind=Kind.WATCHED, rhythm=rhythm) for person in people])
    watch(people, article=comment.article)
    watch(people[::2], whom=comment.author)
    return comment


def watch(people: Sequence[User], **node: Article | User) -> None:
    now, level = timezone.now(), Attention.Level.WATCH
    Attention.objects.bulk_create([Attention(person=person, level=level, set_at=now, **node) for person in people])


def told_of(comment: Comment) -> list[int]:
    """Who, because they watch."""
    return list(Notification.objects.filter(comment=comment, kind="watched").values_list("person", flat=True))


def suspend(person: User, *, by: User) -> None:
    until = timezone.now() + timedelta(days=1)
    terms = Terms(kind=Restriction.Kind.SUSPEND, until=until, form_key=uuid4())
    restrict_person(person, terms, by=by, at=timezone.now())
