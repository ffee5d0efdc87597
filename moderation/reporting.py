"""Readers tell moderators of a comment or an article, and see what became of that.

The first report of a thing opens its case, the others are folded into it; one person's second changes nothing.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.restrictions import why_kept_out
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.announcing import announce
from moderation.models import Case, Hit, Report, Rule
from moderation.weighing import weigh

# Of one person in an hour: more is a quarrel, or a machine.
MOST_PER_HOUR = 20


class CannotReport(Exception):
    """In words: why somebody cannot report for now."""


class TooManyReports(CannotReport):
    """Somebody reported as much as one person may within an hour. They may again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return _("You have reported a lot within an hour. Moderators look at all of it: please wait a while.")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What somebody says of a thing. Whoever has no account is nobody; the receipt is that of the form."""

    by: User | None
    rule: Rule
    at: datetime
    receipt: UUID
    note: str = ""
    quote: str = ""
    name: str = ""
    contact: str = ""


def report(thing: Comment | Article, notice: Notice) -> Report:
    """Put a report into the open case of a thing. The same form sent again, or the same person's second one, changes
    nothing: they get the report that is there.

    Raises TooManyReports past MOST_PER_HOUR, and CannotReport for whoever is suspended or banned: what is illegal they
    tell like anybody without an account.
    """
    # Before a case is opened: one that nobody needs would stand in the queue.
    if sent := Report.objects.filter(receipt=notice.receipt).first():
        return sent
    if notice.by and (why := why_kept_out(notice.by)):
        raise CannotReport(why)
    if notice.by and (seconds := wait_of(notice.by, now=notice.at)):
        raise TooManyReports(seconds)
    with transaction.atomic():
        case = open_case(thing, at=notice.at)
        try:
            with transaction.atomic():
                made = Report.objects.create(
                    case=case,
                    reporter=notice.by,
                    rule=notice.rule,
                    note=notice.note,
                    quote=notice.quote,
                    words=words_of(thing),
                    reported_at=notice.at,
                    receipt=notice.receipt,
                    name=notice.name,
                    contact=notice.contact,
                )
        except IntegrityError:
            return earlier(case, notice)
        weigh(case).save()
        announce("thing_reported", case_id=case.pk)
        return made


def add_words(made: Report, *, quote: str, note: str) -> bool:
    """Put words in the place of those that a report has. False where it is decided: nobody would read them."""
    undecided = Report.objects.filter(pk=made.pk, case__decided_at__isnull=True)
    return bool(undecided.update(quote=quote, note=note))


@transaction.atomic
def take_back(made: Report) -> bool:
    """As if it had never been made. False where its case is decided, or gone already.

    With the last one goes its case, where nobody looks at it and no rule has to do with it.
    """
    case = Case.objects.open().select_for_update(no_key=True, of=("self",)).filter(pk=made.case_id).first()
    if case is None:
        return False
    Report.objects.filter(pk=made.pk).delete()
    weigh(case).save()
    if is_idle(case):
        case.delete()
    return True


def is_idle(case: Case) -> bool:
    is_of_a_rule = Hit.objects.filter(comment=case.comment_id, is_shadow=False).exists()
    return not (case.report_count or case.is_held or case.asked_at or case.claimed_until or is_of_a_rule)


def earlier(case: Case, notice: Notice) -> Report:
    same_form = Report.objects.filter(receipt=notice.receipt).first()
    return same_form or Report.objects.get(case=case, reporter=notice.by)


@transaction.atomic
def open_case_of_held(thing: Comment | Article, *, at: datetime) -> Case:
    """Likewise for what waits to be judged, reported or not."""
    case = open_case(thing, at=at)
    if not case.is_held:
        case.is_held = True
        weigh(case).save()
    return case


def open_case(thing: Comment | Article, *, at: datetime) -> Case:
    """The open case of a thing, its row locked, opened where there is none."""
    about = {"comment": thing} if isinstance(thing, Comment) else {"article": thing}
    cases = Case.objects.open().about(thing).select_for_update(no_key=True, of=("self",))
    while True:
        # Of two who open it at once the database lets one in, and the other finds it there: unless it was decided in
        # the meantime, and there is none again.
        Case.objects.bulk_create([Case(**about, opened_at=at)], ignore_conflicts=True)
        if case := cases.first():
            return case


def words_of(thing: Comment | Article) -> str:
    return thing.body.text if isinstance(thing, Comment) else f"{thing.full_title}\n\n{thing.text}".strip()


def wait_of(reporter: User, *, now: datetime) -> int:
    """Seconds until they may report again; 0 where they may."""
    an_hour = timedelta(hours=1)
    latest = Report.objects.of(reporter).filter(reported_at__gt=now - an_hour).newest_first()
    times = list(latest.values_list("reported_at", flat=True)[:MOST_PER_HOUR])
    return math.ceil((times[-1] + an_hour - now).total_seconds()) if len(times) == MOST_PER_HOUR else 0
