"""Calming an article or the whole forum for a while: begun, ended, and asked before people act.

What is in force is read from the database each time, so it holds in every process as soon as it is committed.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.lib.gates import Asked
from forum.lib.screening import ALLOW, Draft, Verdict, hold, refuse
from moderation.acting import Decided
from moderation.conditions import hosts_in
from moderation.log import Done, write
from moderation.models import Act, Calm, LoggedAct
from moderation.weighing import NEW_FOR

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


# -- Asked before people act ------------------------------------------------------------------------------------------


def screen_by_calm(draft: Draft, *, author_id: int) -> Verdict:
    """What the measures that are in force say of a new comment. Staff are not bound by them."""
    if draft.article_id is None:
        return ALLOW
    now = timezone.now()
    measures = {each.measure: each for each in Calm.objects.in_force(now).at(draft.article_id).order_by("-article")}
    if not measures:
        return ALLOW
    author = User.objects.get(pk=author_id)
    if author.moderates:
        return ALLOW
    if Measure.LINKS in measures and hosts_in(draft.text):
        return refuse(_("Links are switched off here for a while. Send it without them."))
    if (slow := measures.get(Measure.SLOW)) and (wait := wait_of(author, slow, draft.article_id, now)):
        return refuse(slowly(wait))
    if Measure.NEWCOMERS in measures and now - author.joined_at < NEW_FOR:
        return hold(_("While it is heated here, comments of new people wait for a moderator."))
    return ALLOW


def wait_of(author: User, slow: Calm, article_id: int, now: datetime) -> int:
    """Minutes until they may comment again; 0 if they may now."""
    theirs = Comment.objects.filter(body__author=author)
    if slow.article_id is not None:
        theirs = theirs.filter(article=article_id)
    latest = theirs.order_by("-body__comment").values_list("created_at", flat=True).first()
    if latest is None:
        return 0
    return max(0, ceil((latest + timedelta(minutes=slow.minutes or 0) - now) / timedelta(minutes=1)))


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
