"""Sending mail: each at most once, by as many senders at a time as there are.

A mail is begun when its plan is due, and what it tells of is bound to it then. A sender claims it by a lease, talks to
the mail server outside any transaction, and writes `sending` when nothing but the words is left to send. Killed before
that it is sent when the lease ends; killed after it, it is never sent again. So nothing is lost while mail is down, and
nobody is told twice.
"""

import logging
import random
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum.lib.smtp import Answer, Fate, Line
from forum.notifications.composing import compose
from forum.notifications.gathering import address_of, gather, mailed, planned
from forum.notifications.models import DONE, LONGEST_ANSWER, Mail, MailPlan, MailQuerySet, Notification, RefusedAddress

logger = logging.getLogger(__name__)

State = Mail.State

# How long a claimed mail is another's. Longer than a task may take (settings.TASK_LIMIT), or two work on it.
LEASE = timedelta(seconds=90)
# Then others get their turn with the worker; a mail that is begun before may take some steps of 10 s each.
SECONDS_AT_A_TIME = 10.0
# While the server is away one mail is tried a time, and each soon again.
AWAY_FOR = timedelta(minutes=1)
# Who says "later" is asked when a mail has waited as long again, up to some hours; after days, as with any mail, no
# more. Its tries say nothing of that: while the server was away there was one a minute.
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=4)
NOT_AFTER = timedelta(days=3)
# Who wonders whether a mail went out asks within a month.
KEPT = timedelta(days=30)
FORGOTTEN_AT_A_TIME = 500


def send_mail(*, for_seconds: float = SECONDS_AT_A_TIME) -> None:
    """What is due, until the time is up or the mail server is away."""
    ends = time.monotonic() + for_seconds
    give_up_on_lost(timezone.now())
    with Line() as line:
        while time.monotonic() < ends:
            mail = claim(timezone.now()) or begin(timezone.now())
            if mail is None or not tried(mail, line):
                return


# -- Taking in hand ---------------------------------------------------------------------------------------------------


def claim(now: datetime) -> Mail | None:
    """The one that waited longest, ours until the lease ends; None when nothing is due."""
    due = Mail.objects.due(now).longest_due_first()
    # Outside a transaction: on SQLite every BEGIN takes the one write lock, and most looks find nothing.
    if not due.exists():
        return None
    with transaction.atomic():
        mail = due.select_for_update(skip_locked=True).first()
        if mail is not None:
            mail.tries += 1
            mail.due_at = now + LEASE
            mail.save(update_fields=["tries", "due_at"])
    return mail


def begin(now: datetime) -> Mail | None:
    """Make a mail of the next plan of which there is something to tell, ours until the lease ends."""
    while MailPlan.objects.due(now).exists():
        with transaction.atomic():
            due = MailPlan.objects.due(now).longest_due_first().select_related("person")
            plan = due.select_for_update(skip_locked=True, of=("self",)).first()
            if plan is None:
                return None
            mail = begun_with(plan, now)
            plan.delete()
        if mail is not None:
            return mail
    return None


def begun_with(plan: MailPlan, now: datetime) -> Mail | None:
    """In one transaction with the end of its plan: what is told from here on makes another."""
    waiting = planned(plan, now=now)
    if not waiting.exists() or not address_of(plan.person):
        return None
    mail = Mail.objects.create(
        person=plan.person, rhythm=plan.rhythm, place=plan.place, begun_at=now, due_at=now + LEASE, tries=1
    )
    Notification.objects.filter(pk__in=waiting.values("pk")).update(mail=mail)
    return mail


# -- Handing over -----------------------------------------------------------------------------------------------------


def tried(mail: Mail, line: Line) -> bool:
    """One that cannot be written is put off like one that is not taken: those behind it must not wait for ever."""
    try:
        return send(mail, line)
    except Exception as error:
        if mine(mail).begun().exists():
            note(mail, Answer(Fate.LATER, f"{type(error).__name__}: {error}"), to="")
        raise


def send(mail: Mail, line: Line) -> bool:
    """False where the mail server is away: then others need not be tried."""
    now = timezone.now()
    to, gathered = address_of(mail.person), gather(mailed(mail, now=now), mail.person, now=now)
    if not to or not gathered:
        # Read, removed or unwanted meanwhile.
        mine(mail).delete()
        return True

    def is_still_so() -> bool:
        """Servers take their time: what is removed meanwhile is not sent either. The rest is when the lease ends."""
        told = mailed(mail, now=timezone.now()).filter(pk__in=gathered.keys)
        return told.count() == len(gathered.keys) and mark_sending(mail)

    answer = line.hand_over(compose(mail, gathered, to=to), before_words=is_still_so)
    note(mail, answer, to=to)
    return answer.fate != Fate.AWAY


def mark_sending(mail: Mail) -> bool:
    """False where the lease ran out and somebody else has it."""
    until = timezone.now() + LEASE
    return mine(mail).begun().update(state=State.SENDING, due_at=until) == 1


def note(mail: Mail, answer: Answer, *, to: str) -> None:
    match answer.fate:
        case Fate.TAKEN:
            mark(mail, State.SENT, answer)
        case Fate.UNKNOWN:
            mark(mail, State.UNKNOWN, answer)
        case Fate.AWAY:
            put_off(mail, answer, by=AWAY_FOR)
        case Fate.LATER if mail.begun_at + NOT_AFTER > timezone.now():
            put_off(mail, answer, by=min(max(timezone.now() - mail.begun_at, FIRST_WAIT), LONGEST_WAIT))
        case Fate.LATER | Fate.REFUSED:
            mark(mail, State.REFUSED, answer)
        case Fate.NO_SUCH_ADDRESS:
            refuse_address(to, answer)
            mark(mail, State.REFUSED, answer)


def mark(mail: Mail, state: Mail.State, answer: Answer) -> None:
    """Also one that was given up meanwhile: whoever handed it over knows better."""
    rows = Mail.objects.filter(pk=mail.pk, tries=mail.tries)
    rows.update(state=state, done_at=timezone.now(), answer=answer.words[:LONGEST_ANSWER])
    if state == State.UNKNOWN:
        # Without the answer: servers name addresses in it.
        logger.error("Whether mail %d arrived is unknown, and it is not sent again.", mail.pk)


def put_off(mail: Mail, answer: Answer, *, by: timedelta) -> None:
    """Give or take half: what failed together is not tried together."""
    due_at = timezone.now() + by * random.uniform(0.5, 1.5)  # noqa: S311 - spread, not secrecy
    mine(mail).update(state=State.BEGUN, due_at=due_at, answer=answer.words[:LONGEST_ANSWER])


def mine(mail: Mail) -> MailQuerySet:
    """The row while this try is its latest, and it is neither done nor given up."""
    return Mail.objects.filter(pk=mail.pk, tries=mail.tries, state__in=[State.BEGUN, State.SENDING])


def refuse_address(address: str, answer: Answer) -> None:
    refused = RefusedAddress(address=address.lower(), refused_at=timezone.now(), answer=answer.words[:LONGEST_ANSWER])
    RefusedAddress.objects.bulk_create([refused], ignore_conflicts=True)


def refusal_of(address: str) -> RefusedAddress | None:
    return RefusedAddress.objects.filter(address=address.lower()).first()


def try_address_again(address: str) -> bool:
    """Its owner says that it is one. False if it was not refused."""
    deleted, _by_model = RefusedAddress.objects.filter(address=address.lower()).delete()
    return deleted > 0


# -- Giving up and forgetting -----------------------------------------------------------------------------------------


def give_up_on_lost(now: datetime) -> int:
    """Those whose sender died around the words: nobody knows, so nobody sends them again. How many."""
    lost = Mail.objects.lost_sight_of(now)
    # On SQLite an update takes the one write lock, and most looks find nothing.
    if not lost.exists():
        return 0
    count = lost.update(state=State.UNKNOWN, done_at=now)
    logger.error("Whether %d mails arrived is unknown, and they are not sent again.", count)
    return count


def forget_mail(now: datetime) -> int:
    """The oldest that are done. How many."""
    oldest = Mail.objects.order_by("pk").filter(pk__in=Mail.objects.order_by("pk").values("pk")[:FORGOTTEN_AT_A_TIME])
    old = list(oldest.filter(state__in=DONE, begun_at__lt=now - KEPT).values_list("pk", flat=True))
    Mail.objects.filter(pk__in=old).delete()
    return len(old)
