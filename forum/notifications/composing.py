"""Writing a mail: what was gathered, in words, as plain text and as HTML."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.letters import wrapped
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.lib.feeds import absolute
from forum.lib.markdown import Format
from forum.lib.text import excerpt, shorten, words_of
from forum.lib.times import full
from forum.notifications.gathering import Discussion, Gathered
from forum.notifications.heading import headers_of, leavings_of, url_of
from forum.notifications.leaving import named
from forum.notifications.models import Kind, Mail, Notification, Rhythm
from forum.notifications.rhythms import clock_of

# Characters of a comment, in a mail that is about one or a few, and in a digest; and of what it answers.
WHOLE, BRIEFLY, QUOTED = 4000, 280, 200
FEW = 5
# Deeper it is told by whom it answers.
DEEPEST = 3
# Within this site, in a tag: what shows such a tag as code has no `<`.
_LINK = re.compile(r'(<a\b[^>]*\shref=")/')


@dataclass(frozen=True)
class Part:
    """A comment or an article as it stands in a mail."""

    said: str
    at: str
    url: str
    text: str
    html: str
    depth: int = 0
    quoted: str = ""
    quoted_name: str = ""

    @property
    def plain(self) -> str:
        """In lines of mail, set in below its head."""
        return indent(wrapped(self.text), f"{self.margin}  ").rstrip()

    @property
    def margin(self) -> str:
        return "    " * self.depth

    @property
    def plain_quote(self) -> str:
        return indent(wrapped(self.quoted), "  > ").rstrip()


@dataclass(frozen=True)
class Section:
    title: str
    url: str
    parts: Sequence[Part]
    more: int = 0


def compose(mail: Mail, gathered: Gathered, *, to: str) -> EmailMultiAlternatives:
    """In the reader's time zone."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(clock_of(mail.person)):
        leavings = leavings_of(mail, gathered)
        words = {
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "subject": subject_of(mail, gathered),
            "sections": [section_of(each, is_whole=is_few(mail, gathered)) for each in gathered.discussions],
            "articles": [part_of_article(told, article) for told, article in gathered.articles],
            "lines": [(line.text, absolute(line.url)) for _told, line in gathered.decided],
            "elsewhere": gathered.elsewhere,
            "leavings": [(named(each), url_of(each)) for each in leavings],
            "settings_url": absolute(reverse("mail")),
            "inbox_url": absolute(reverse("inbox")),
        }
        message = EmailMultiAlternatives(
            f"[{settings.SITE_NAME}] {words['subject']}",
            render_to_string("notifications/mail.txt", words),
            settings.DEFAULT_FROM_EMAIL,
            [to],
            headers=headers_of(mail, gathered, leavings[0]),
        )
        message.attach_alternative(render_to_string("notifications/mail.html", words), "text/html")
    return message


def is_few(mail: Mail, gathered: Gathered) -> bool:
    return mail.rhythm == Rhythm.AT_ONCE and sum(len(each.comments) for each in gathered.discussions) <= FEW


# -- Its words --------------------------------------------------------------------------------------------------------


def subject_of(mail: Mail, gathered: Gathered) -> str:
    """Of what comes at once always the same of one article: so mail programs keep it together."""
    titles = [each.article.headline for each in gathered.discussions]
    titles += [article.headline for _told, article in gathered.articles]
    if not titles:
        told, _line = gathered.decided[0]
        return str(Kind(told.kind).label)
    first = shorten(titles[0], 100)
    if mail.rhythm == Rhythm.AT_ONCE or len(titles) == 1:
        return first
    others = len(titles) - 1
    return ngettext("%(first)s, and %(count)d more", "%(first)s, and %(count)d more", others) % {
        "first": first,
        "count": others,
    }


def section_of(discussion: Discussion, *, is_whole: bool) -> Section:
    parents = Comment.objects.published().select_related("author", "body")
    answered = parents.in_bulk([comment.parent_id for _told, comment in discussion.comments if comment.parent_id])
    depths: dict[int, int] = {}
    parts = []
    before = 0
    for told, comment in discussion.comments:
        parent = comment.parent_id or 0
        depths[comment.pk] = min(depths[parent] + 1, DEEPEST) if parent in depths else 0
        # Of several answers to one comment, one after the other, the first has its words.
        quote = {} if parent in depths or parent == before else quote_of(answered.get(parent))
        before = parent
        said = said_by(told, comment, answered.get(parent))
        parts.append(Part(said=said, depth=depths[comment.pk], **words_in(comment, is_whole=is_whole), **quote))
    return Section(
        discussion.article.headline, f"{absolute(discussion.article.get_absolute_url())}?new=1", parts, discussion.more
    )


def quote_of(parent: Comment | None) -> Mapping[str, str]:
    """Nothing of what is gone."""
    if parent is None:
        return {}
    return {"quoted": excerpt(parent.body.html, QUOTED), "quoted_name": parent.author.name}


def words_in(comment: Comment, *, is_whole: bool) -> Mapping[str, str]:
    about = {"at": full(comment.published_at or comment.created_at), "url": absolute(f"/c/{comment.pk}#c{comment.pk}")}
    body = comment.body
    if not is_whole or len(body.html) > WHOLE:
        return {**about, "text": excerpt(body.html, BRIEFLY), "html": ""}
    text = body.text if body.format == Format.MARKDOWN else words_of(body.html)
    # It was written for our pages.
    return {**about, "text": text, "html": _LINK.sub(rf"\g<1>{settings.SITE_URL}/", body.html)}


def said_by(told: Notification, comment: Comment, parent: Comment | None = None) -> str:
    words = {"name": comment.author.name, "whom": parent.author.name if parent else ""}
    match told.kind:
        case Kind.REPLY:
            return _("%(name)s replied to you") % words
        case Kind.COMMENT:
            return _("%(name)s commented on your article") % words
        case Kind.MENTION:
            return _("%(name)s named you") % words
        case _watched if parent:
            return _("%(name)s replied to %(whom)s") % words
        case _watched:
            return _("%(name)s wrote") % words


def part_of_article(told: Notification, article: Article) -> Part:
    words = {"name": article.author.name, "title": article.headline}
    is_named = told.kind == Kind.MENTION
    said = _("%(name)s named you in “%(title)s”") if is_named else _("%(name)s published “%(title)s”")
    return Part(
        said=said % words,
        at=full(article.began_at),
        url=absolute(article.get_absolute_url()),
        text=article.deck or excerpt(article.html, BRIEFLY),
        html="",
    )
