"""From the sheet that was sent to the article that it makes."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.composing import Sheet
from forum.articles.models import Article
from forum.articles.submitting import Submitted, submit_article, submitted_with
from forum.articles.writing import Refused, said, said_by
from forum.lib.addresses import address_key

# A hint names no more: who reads on has understood.
HINTED = 5


class SeenBefore(Exception):
    """Other articles lead to the same page, and the author was not told yet."""

    def __init__(self, earlier: Sequence[Article], key: str) -> None:
        super().__init__(key)
        self.earlier, self.key = earlier, key


def send(sheet: Sheet, *, author: User, key: str) -> Submitted | None:
    """Submit what a sheet holds, made by the form of that key. None where the form says what is wrong.

    Raises Refused, and SeenBefore for an address that was discussed already, once. A form that arrives again makes
    nothing; with other words, it was taken out of the browser's memory and written in anew.
    """
    try:
        form_key = UUID(key)
    except ValueError:
        raise Refused(_("Something of this form was missing. It is complete now: send it again.")) from None
    if not sheet.form.is_valid():
        return None
    written = sheet.form.written
    if submitted_with(form_key, author=author) is None:
        tell_of_earlier(written.source_url, viewer=author, seen=sheet.seen)
    submitted = submit_article(written, author=author, form_key=form_key)
    if not submitted.is_new and said_by(submitted.article) != said(written, tag_names=written.tag_names):
        raise Refused(_("What this form held before is sent in already. Send it again to send in another article."))
    return submitted


def tell_of_earlier(address: str, *, viewer: User, seen: str) -> None:
    key = address_key(address)
    earlier = earlier_articles(key, viewer=viewer)
    if earlier and key != seen:
        raise SeenBefore(earlier, key)


def earlier_articles(key: str, *, viewer: User) -> Sequence[Article]:
    """The newest of those that lead to the same page and that the viewer can open; of a merged one, where it is now."""
    same = Article.objects.visible_to(viewer).of_source(key)
    there = Article.objects.visible_to(viewer).filter(Q(pk__in=same.values("pk")) | Q(merged_here__in=same))
    found = there.filter(withdrawn_at__isnull=True, removed_at__isnull=True, merged_at__isnull=True)
    return list(found.order_by("-id").for_links().distinct()[:HINTED])
