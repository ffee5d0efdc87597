"""Submitting an article: it is published at once, or waits for staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.restrictions import slowed, told, why_kept_out, why_not_published
from forum.articles.drafts import discard_draft
from forum.articles.models import Article
from forum.articles.writing import Refused, TooSoon, Written, screened
from forum.events.announcing import announce
from forum.votes.ranking import hot_rank

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Submitted:
    """What became of a form: its article, and whether this call made it or an earlier one had."""

    article: Article
    is_new: bool


def submit_article(written: Written, *, author: User, form_key: UUID) -> Submitted:
    """Publish it, or have it wait where the site or a screener says so; staff do not wait for themselves.

    The same form key always gives the same article, however often and from how many places it arrives. The author's
    draft is gone afterwards. Raises Refused with words for the author.
    """
    earlier = submitted_with(form_key, author=author)
    if earlier is not None:
        return earlier
    if why := why_kept_out(author):
        raise Refused(why)
    refuse_more_than_slow_mode(author)
    refuse_more_than_a_days(author)
    verdict = screened(written, author=author)
    waits = verdict.is_held or (settings.ARTICLES_WAIT and not author.moderates)
    try:
        article = insert_article(written, author, form_key, waits=waits)
    except IntegrityError:
        # The same form arrived twice at once and the other was first.
        earlier = submitted_with(form_key, author=author)
        if earlier is None:
            raise
        return earlier
    return Submitted(article, is_new=True)


def submitted_with(form_key: UUID, *, author: User) -> Submitted | None:
    """The article that this form has made already. Raises Refused when somebody else's did."""
    article = Article.objects.filter(form_key=form_key).first()
    if article is None:
        return None
    if article.author_id != author.pk:
        raise Refused(_("This form was used already. Open the page again and send it from there."))
    return Submitted(article, is_new=False)


def refuse_more_than_slow_mode(author: User) -> None:
    """Raise TooSoon when a moderator slowed this author down, and the time since the last article is not over."""
    slow, now = slowed(author), timezone.now()
    if slow is None:
        return
    window = timedelta(minutes=slow.minutes or 0)
    latest = Article.objects.submitted_since(now - window, author=author).order_by("submitted_at").last()
    if latest is not None:
        wait = latest.submitted_at + window - now
        raise TooSoon(f"{told(slow)} {_('Your words are kept: come back later.')}", ceil(wait.total_seconds()))


def refuse_more_than_a_days(author: User) -> None:
    """Raise Refused when this author sent in as many as one may within a day, whatever became of them.

    Of several sent at the same instant more than one may pass: a limit on flooding needs no lock.
    """
    most = settings.ARTICLES_PER_DAY
    if author.moderates or Article.objects.submitted_since(timezone.now() - DAY, author=author).count() < most:
        return
    raise Refused(
        ngettext(
            "You sent in %(most)d article within a day, the most one may. Your words are kept: come back later.",
            "You sent in %(most)d articles within a day, the most one may. Your words are kept: come back later.",
            most,
        )
        % {"most": most}
    )


@transaction.atomic
def insert_article(written: Written, author: User, form_key: UUID, *, waits: bool) -> Article:
    """The transaction of submit_article."""
    now = timezone.now()
    article = Article.objects.create(
        **written.columns(), author=author, form_key=form_key, submitted_at=now, **({} if waits else published(now))
    )
    article.tags.set(written.tags)
    discard_draft(author)
    if why := why_not_published(author, is_held=waits):
        raise Refused(why)
    announce("article_submitted" if waits else "article_published", article_id=article.pk)
    return article


def published(at: datetime, *, score: int = 0) -> dict[str, object]:
    """The columns of an article that is published at that moment."""
    return {"published_at": at, "hot": hot_rank(score, at)}
