"""What somebody is writing, kept on the server until it is sent or discarded: threads, replies and edits.

A draft belongs to the form that writes it. A form that began with a draft takes it over at its first save, unless
another form wrote in it meanwhile: then each has its own, and the composer offers both, the later one first. So no
device ever writes over words that it did not show. All that changes a person's drafts goes one after the other, under
their own row's lock, the last before the inserts: or a save could come between a comment and the end of its draft.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.comments.models import Comment, CommentBody, CommentDraft
from forum.comments.policy import Viewer
from forum.comments.writing import Refused
from forum.lib.numerals import numeral
from forum.lib.text import grapheme_count

# So many times what a comment may have: one that is too long is cut by its writer, and must not be lost until then.
LENGTHS_OF_A_COMMENT = 2
# Nobody comes back to more than these. The one that was saved longest ago gives way.
MOST = 100
# Of one place: so many devices write at once.
OFFERED = 5

# {"article": ...} for a new thread, {"parent": ...} for a reply, {"edited": ...} for an edit.
type Place = Mapping[str, Article | Comment]


@dataclass(frozen=True)
class Sitting:
    """A form that somebody writes in: its key, and the version of the draft that it began with, if it did."""

    author: User
    form_key: UUID
    seen: str = ""
    # The key of the form that came back as this one.
    before: UUID | None = None

    def wrote(self, draft: CommentDraft) -> bool:
        return draft.form_key in (self.form_key, self.before)


class AlreadySent(Refused):
    """The form has made its comment or its edit: this comes too late."""


@transaction.atomic
def save_draft(
    sitting: Sitting, place: Place, text: str, *, edited_version: str = "", at: datetime
) -> CommentDraft | None:
    """Keep what a form holds. None, and the draft is gone, where it is empty.

    `edited_version` is the version of the comment that an edit began with. Raises AlreadySent, and Refused where the
    text is too long.
    """
    refuse_too_long(text)
    lock(sitting.author)
    if is_sent(sitting, place):
        raise AlreadySent(_("This is posted already."))
    draft = written_in(sitting, place)
    if not text:
        discard_written(sitting, place)
        return None
    if draft is None:
        draft = CommentDraft(author=sitting.author, **place)
    draft.text, draft.saved_at = text, at
    draft.form_key, draft.edited_version = sitting.form_key, edited_version
    draft.save()
    forget_beyond(MOST, sitting.author)
    return draft


def discard_draft(draft: CommentDraft) -> bool:
    """False if it was gone already."""
    deleted, _by_model = CommentDraft.objects.filter(pk=draft.pk).delete()
    return bool(deleted)


def discard_written(sitting: Sitting, place: Place) -> bool:
    """Discard the draft that a form wrote or began with, in the transaction that makes it needless.

    What another form wrote there stays: it was not sent. False if there was none.
    """
    lock(sitting.author)
    draft = written_in(sitting, place)
    return draft is not None and discard_draft(draft)


def drafts_of(author: User) -> QuerySet[CommentDraft]:
    return CommentDraft.objects.filter(author=author).order_by("-saved_at", "-pk")


def drafts_at(place: Place, *, author: User, chosen: int | None = None) -> Sequence[CommentDraft]:
    """What somebody is writing in one place: the one that they chose, then the newest first."""
    drafts = list(drafts_of(author).filter(**place)[:OFFERED])
    return sorted(drafts, key=lambda draft: draft.pk != chosen)


def with_drafts_of(articles: ArticleQuerySet, viewer: Viewer) -> ArticleQuerySet:
    """Each knows what this viewer is writing under it (`drafts_on`): the newest, and whether there is another.

    In the statement that fetches the article: its page has none to spare.
    """
    if not isinstance(viewer, User):
        return articles
    drafts = drafts_of(viewer).filter(article=OuterRef("pk"))
    first, second = drafts[:1], drafts[1:2]
    return articles.annotate(
        draft_pk=Subquery(first.values("pk")),
        draft_text=Subquery(first.values("text")),
        draft_saved_at=Subquery(first.values("saved_at")),
        other_draft_pk=Subquery(second.values("pk")),
        other_draft_saved_at=Subquery(second.values("saved_at")),
    )


def drafts_on(article: Article) -> Sequence[CommentDraft]:
    """Those that came with an article (with_drafts_of); of all but the first only the time."""
    found = vars(article)
    return [
        CommentDraft(pk=pk, text=found.get(f"{name}_text", ""), saved_at=found[f"{name}_saved_at"])
        for name in ("draft", "other_draft")
        if (pk := found.get(f"{name}_pk"))
    ]


def lock(author: User) -> None:
    """Until the transaction ends, nobody else changes this person's drafts."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=author.pk)


def is_sent(sitting: Sitting, place: Place) -> bool:
    """Whether the form has made its comment or its edit."""
    if edited := place.get("edited"):
        return CommentBody.objects.filter(pk=edited.pk, edited_with=sitting.form_key).exists()
    return CommentBody.objects.filter(form_key=sitting.form_key).exists()


def written_in(sitting: Sitting, place: Place) -> CommentDraft | None:
    """The draft that a form goes on with."""
    drafts = list(drafts_of(sitting.author).filter(**place))
    own = next(filter(sitting.wrote, drafts), None)
    return own or next((draft for draft in drafts if draft.version == sitting.seen), None)


def refuse_too_long(text: str) -> None:
    most = LENGTHS_OF_A_COMMENT * settings.COMMENT_LENGTH
    # Counting takes a while, and no text has more characters than code points.
    if len(text) > most and (over := grapheme_count(text) - most) > 0:
        raise Refused(
            ngettext(
                "This is %(over)s character too long to be kept: a draft has at most %(most)s.",
                "This is %(over)s characters too long to be kept: a draft has at most %(most)s.",
                over,
            )
            % {"over": numeral(over), "most": numeral(most)}
        )


def forget_beyond(most: int, author: User) -> None:
    """The newest so many stay."""
    oldest = list(drafts_of(author).values_list("pk", flat=True)[most:])
    CommentDraft.objects.filter(pk__in=oldest).delete()
