"""Calming an article or the whole forum for a while: begun, ended, and asked before people act.

What is in force is read from the database each time, so it holds in every process as soon as it is committed.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forum.articles.models import Article
from forum.comments.forewarning import Forewarner, with_time
from forum.comments.models import Comment
from forum.lib.gates import Asked
from forum.lib.screening import ALLOW, Draft, Verdict, hold, refuse
from moderation.acting import Decided
from moderation.conditions import hosts_in
from moderation.log import Done, write
from moderation.models import Act, Calm, LoggedAct
from moderation.weighing import is_new

# A measure that nobody ends does so itself.
LONGEST = timedelta(days=7)
# Between two comments of one person.
MOST_MINUTES = 60

Measure = Calm.Measure


@transaction.atomic
def calm(
    article: Article | None, measure: Calm.Measure, decided: Decided, *, until: datetime, minutes: int | None = None
) -> LoggedAct:
    """Take a measure until a time, in place of the same one that is in force there."""
    in_force(article, measure, decided.at).update(ended_at=decided.at)
    Calm.objects.create(
        article=article, measure=measure, minutes=minutes, begun_at=decided.at, until=until, by=decided.by
    )
    return log(Act.CALM, article, measure, decided, until=until)


@transaction.atomic
def end_calm(article: Article | None, measure: Calm.Measure, decided: Decided) -> LoggedAct | None:
    """End a measure before its time. None if it is not in force."""
    if not in_force(article, measure, decided.at).update(ended_at=decided.at):
        return None
    return log(Act.END_CALM, article, measure, decided)


def in_force(article: Article | None, measure: Calm.Measure, now: datetime) -> QuerySet[Calm]:
    return Calm.objects.in_force(now).filter(article=article, measure=measure)


def log(
    act: Act, article: Article | None, measure: Calm.Measure, decided: Decided, *, until: datetime | None = None
) -> LoggedAct:
    return write(
        Done(
            act=act,
            by=decided.by,
            at=decided.at,
            article=article,
            rule=decided.rule,
            words=str(measure.label),
            note=decided.note,
            until=until,
        )
    )


# -- Told before people write -----------------------------------------------------------------------------------------

TOLD = (Measure.SLOW, Measure.LINKS, Measure.NEWCOMERS)


def may_be_calmed(now: datetime) -> Exists:
    """Of the article of an outer query."""
    in_force = Calm.objects.in_force(now).filter(measure__in=TOLD)
    return Exists(in_force.filter(Q(article__isnull=True) | Q(article=OuterRef("pk"))))


def what_is_calmed(author: User, article: Article, now: datetime) -> list[str]:
    """What the measures that are in force mean for this writer, in a sentence or two each."""
    measures = {} if author.moderates else measures_at(article.pk, now)
    lines = []
    if slow := measures.get(Measure.SLOW):
        lines.append(with_time(slow_mode(slow.minutes or 0), free_under(slow, author, article.pk, now)))
    if Measure.LINKS in measures:
        lines.append(_("Links are switched off here for a while."))
    if Measure.NEWCOMERS in measures and is_new(author, at=now):
        lines.append(_("A moderator reads what new people write before it is shown."))
    return lines


def slow_mode(minutes: int) -> str:
    return ngettext(
        "Slow mode: one comment in %(minutes)d minute.", "Slow mode: one comment in %(minutes)d minutes.", minutes
    ) % {"minutes": minutes}


FOREWARNER = Forewarner(may_be_calmed, what_is_calmed)

# -- Asked before people act ------------------------------------------------------------------------------------------


def screen_by_calm(draft: Draft, *, author_id: int) -> Verdict:
    """What the measures that are in force say of a new comment. Staff are not bound by them."""
    if draft.article_id is None:
        return ALLOW
    now = timezone.now()
    measures = measures_at(draft.article_id, now)
    if not measures:
        return ALLOW
    author = User.objects.get(pk=author_id)
    if author.moderates:
        return ALLOW
    if Measure.LINKS in measures and hosts_in(draft.text):
        return refuse(_("Links are switched off here for a while. Send it without them."))
    slow = None if draft.is_edit else measures.get(Measure.SLOW)
    if slow and (free := free_under(slow, author, draft.article_id, now)):
        return refuse(slowly(ceil((free - now) / timedelta(minutes=1))))
    if Measure.NEWCOMERS in measures and is_new(author, at=now):
        return hold(_("While it is heated here, comments of new people wait for a moderator."))
    return ALLOW


def measures_at(article_id: int, now: datetime) -> dict[str, Calm]:
    """By kind; of two of a kind the whole forum's."""
    return {each.measure: each for each in Calm.objects.in_force(now).at(article_id).order_by("-article")}


def free_under(slow: Calm, author: User, article_id: int, now: datetime) -> datetime | None:
    """From when on they may comment again. None: they may now."""
    theirs = Comment.objects.filter(body__author=author)
    if slow.article_id is not None:
        theirs = theirs.filter(article=article_id)
    latest = theirs.order_by("-body__comment").values_list("created_at", flat=True).first()
    free = latest + timedelta(minutes=slow.minutes or 0) if latest else now
    return free if free > now else None


def slowly(minutes: int) -> str:
    return ngettext(
        "It is slow here for a while: you may comment again in %(minutes)d minute. Your words are kept.",
        "It is slow here for a while: you may comment again in %(minutes)d minutes. Your words are kept.",
        minutes,
    ) % {"minutes": minutes}


def why_no_vote(asked: Asked) -> str:
    """Who came after the measure was taken does not vote while it is in force."""
    votes = Calm.objects.in_force(timezone.now()).at(asked.article_id).filter(measure=Measure.VOTES)
    since = votes.order_by("begun_at").values_list("begun_at", flat=True).first()
    if since is None or asked.person_id is None:
        return ""
    if User.objects.filter(pk=asked.person_id, joined_at__lt=since).exists():
        return ""
    return _("While it is heated here, those vote who were here before.")


def why_no_account(asked: Asked) -> str:
    closed = Calm.objects.in_force(timezone.now()).at(None).filter(measure=Measure.SIGN_UPS).exists()
    return _("No new accounts for a while. Come back later, please.") if closed else ""
