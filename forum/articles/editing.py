"""Editing an article, and what stays of what it said before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.restrictions import why_not_published
from forum.articles.models import Article, ArticleRevision, Story
from forum.articles.writing import Refused, Said, Written, said, said_by, screened, version_of
from forum.events.announcing import announce

# As for comments: long enough to mend a typo that one sees only once it is published.
GRACE = timedelta(minutes=5)
# Nobody needs more versions of one article; each is kept for ever.
MAX_REVISIONS = 100
STORY = [field.name for field in Story._meta.get_fields()]


class EditConflict(Exception):
    """The article changed since the form was made. `current` is what it says now."""

    def __init__(self, current: Said) -> None:
        super().__init__()
        self.current = current


def edit_article(article: Article, *, by: User, written: Written, version: str) -> bool:
    """Replace what it says. False when it says that already.

    While it waits, and within the grace period, nothing shows; after that what it said becomes a revision and the
    article is stamped. `version` is version_of what the editor was shown. Raises EditConflict, and Refused with words
    for the editor.
    """
    if screened(written, author=by).is_held and article.published_at:
        raise Refused(_("Staff would have to see this first. Withdraw the article and send it in anew."))
    return replace_words(article, by, written, written.columns(), version=version, now=timezone.now())


@transaction.atomic
def replace_words(
    article: Article, by: User, written: Written, columns: dict[str, object], *, version: str, now: datetime
) -> bool:
    """The transaction of edit_article."""
    article = Article.objects.locked(article)
    before = said_by(article)
    if before == said(written, tag_names=written.tag_names):
        return False
    if version != version_of(before):
        raise EditConflict(before)
    if article.withdrawn_at or article.declined_at or article.removed_at or article.merged_at:
        raise Refused(
            _("This article was taken back, declined, removed or merged meanwhile: it cannot be changed now.")
        )
    if article.published_at and now - article.published_at > GRACE:
        keep_revision(article, before)
        columns = {**columns, "edited_at": now}
    Article.objects.filter(pk=article.pk).update(**columns)
    article.tags.set(written.tags)
    # What waits is read by moderators first, whoever wrote it.
    if why := why_not_published(by, is_held=article.published_at is None):
        raise Refused(why)
    announce("article_edited", article_id=article.pk)
    return True


def keep_revision(article: Article, before: Said) -> None:
    if article.revisions.count() >= MAX_REVISIONS:
        raise Refused(_("This article was edited too often. Write a comment instead."))
    ArticleRevision.objects.create(
        article=article,
        tag_names=before["tags"],
        written_at=article.edited_at or article.began_at,
        **{name: getattr(article, name) for name in STORY},
    )
