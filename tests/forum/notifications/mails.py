"""What tests of mail ask of the sender and of the mail server."""

from email.message import EmailMessage

from django.utils import timezone

from accounts.models import User
from forum.notifications.mailing import send_mail
from forum.notifications.models import Mail, MailPlan, Rhythm, Wish
from tests.forum.notifications.told import relay_all
from tests.post import Postbox


def let_time_pass() -> None:
    """Until all that is planned or put off is due."""
    now = timezone.now()
    MailPlan.objects.update(due_at=now)
    Mail.objects.filter(due_at__gt=now).update(due_at=now)


def post_all(postbox: Postbox) -> list[EmailMessage]:
    """What the mail server has got once everything that happened is told, and due."""
    relay_all()
    let_time_pass()
    send_mail(for_seconds=60)
    return postbox.received


def states(person: User) -> list[str]:
    """What became of somebody's mails, oldest first."""
    return [str(state) for state in Mail.objects.filter(person=person).order_by("pk").values_list("state", flat=True)]


def choose(person: User, kind: str, rhythm: Rhythm) -> None:
    Wish.objects.update_or_create(person=person, kind=kind, defaults={"rhythm": rhythm})


def plans(person: User) -> list[tuple[str, int]]:
    return list(MailPlan.objects.filter(person=person).order_by("pk").values_list("rhythm", "place"))


def html_of(letter: EmailMessage) -> str:
    part = letter.get_body(("html",))
    assert part is not None
    content: str = part.get_content()
    return content
