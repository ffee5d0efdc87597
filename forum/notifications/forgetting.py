"""What is not kept for ever: what one was told long ago, and what is watched or muted no more."""

from datetime import datetime, timedelta

from accounts.leaving import deleted
from forum.notifications.models import FeedKey, Mail, MailPlan, Notification, RefusedAddress, Wish
from forum.threads.models import Attention

# Nobody looks further back, and what it was about stays where it is.
TOLD_LASTS = timedelta(days=90)
# Deleted together: a short transaction each.
BATCH = 1000
# Of a person who is forgotten for good.
KEPT = (
    deleted("notifications", lambda person: Notification.objects.filter(person=person)),
    deleted("wishes to be told", lambda person: Wish.objects.filter(person=person)),
    deleted("mail to come", lambda person: MailPlan.objects.filter(person=person)),
    deleted("mail", lambda person: Mail.objects.filter(person=person)),
    deleted("notes that mail was refused", lambda person: RefusedAddress.objects.filter(address__iexact=person.email)),
    deleted("keys of a private feed", lambda person: FeedKey.objects.filter(person=person)),
)


def forget_told(now: datetime) -> int:
    """Read or not. How many. Keys are in the order of telling but for what an edit told anew."""
    forgotten = 0
    while True:
        oldest = Notification.objects.order_by("pk").values_list("pk", "told_at")[:BATCH]
        old = [pk for pk, told_at in oldest if told_at < now - TOLD_LASTS]
        if not old:
            return forgotten
        forgotten += Notification.objects.filter(pk__in=old).delete()[0]


def forget_expired(now: datetime) -> int:
    """A day after its end, so that nobody who has just looked is surprised."""
    return Attention.objects.filter(until__lt=now - timedelta(days=1)).delete()[0]
