"""The headers of a mail: what it belongs to, and how it is ended."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from forum.lib.feeds import absolute
from forum.notifications.gathering import Gathered
from forum.notifications.leaving import Leaving
from forum.notifications.models import Kind, Mail, Rhythm
from forum.threads.nodes import branch_of


def headers_of(mail: Mail, gathered: Gathered, leaving: Leaving) -> dict[str, str]:
    references = references_of(mail, gathered)
    answers = {"In-Reply-To": references[-1], "References": " ".join(references)} if references else {}
    return {
        "Message-ID": message_id(mail),
        **answers,
        "List-Id": f"<{f'a{mail.place}' if mail.place else mail.rhythm.replace('_', '-')}.{host()}>",
        "List-Unsubscribe": f"<{url_of(leaving)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        # Written by a machine: holiday notes and other machines need not answer.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def message_id(mail: Mail) -> str:
    """The same however often it is tried, and another one when a database begins anew."""
    return f"<mail-{mail.pk}-{int(mail.begun_at.timestamp() * 1e6)}@{host()}>"


def references_of(mail: Mail, gathered: Gathered) -> list[str]:
    """Of a mail about one discussion: its beginning, and the mails that told this reader of what is answered."""
    if not mail.place:
        return []
    beginning = f"<article-{mail.place}@{host()}>"
    comments = [comment for each in gathered.discussions for _told, comment in each.comments]
    branch = branch_of(comments[0]) if comments else []
    before = Mail.objects.filter(notifications__person=mail.person, notifications__comment__in=branch)
    told = before.exclude(pk=mail.pk).order_by("pk").distinct()
    return [beginning, *map(message_id, told)]


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def leavings_of(mail: Mail, gathered: Gathered) -> list[Leaving]:
    """What can be ended by one click, the nearest first: that is what mail programs offer."""
    kinds = [kind.value for kind in Kind if kind in gathered.kinds]
    first = [node_of(mail, gathered)] if mail.place else [] if mail.rhythm == Rhythm.AT_ONCE else [mail.rhythm]
    return [Leaving(mail.person_id, what) for what in (*first, *kinds)]


def node_of(mail: Mail, gathered: Gathered) -> str:
    """The thread where it is about one alone; else the article's whole discussion."""
    threads = {comment.tree_id for each in gathered.discussions for _told, comment in each.comments}
    is_one_thread = len(threads) == 1 and gathered.kinds <= {Kind.REPLY, Kind.MENTION, Kind.WATCHED}
    return f"c{threads.pop()}" if is_one_thread and not gathered.articles else f"a{mail.place}"


def url_of(leaving: Leaving) -> str:
    return absolute(reverse("leave_mail", args=[leaving.token]))
