"""The forms to write in: what stands in them, where they lead, and what is said about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.drafts import Place
from forum.comments.editing import version_of
from forum.comments.forewarning import forewarnings
from forum.comments.models import Comment, CommentDraft
from forum.comments.pacing import TooFast
from forum.comments.quoting import quote
from forum.comments.writing import Refused, Words
from forum.lib.diffs import Piece, word_diff
from forum.lib.stamps import Stamp, stamp


@dataclass(frozen=True)
class Kept:
    """A draft, for the line of a composer that tells of it."""

    pk: int
    at: Stamp
    # For a line that stays while its writer goes on: an age would grow old there.
    clock: str


@dataclass(frozen=True)
class Composer:
    # Its name on a page that may hold several.
    id: str
    action: str
    label: str
    submit: str
    article: Article | None = None
    # The comment that it answers, or that it edits.
    parent: Comment | None = None
    edited: Comment | None = None
    text: str = ""
    # One form makes one comment, however often it is sent. An edit also carries the version that it began with.
    form_key: str = ""
    version: str = ""
    error: str = ""
    # Seconds until it may be sent again.
    wait: int = 0
    preview: SafeString | None = None
    # What sets a text that somebody else saved meanwhile apart from this one.
    changes: tuple[Piece, ...] = ()
    # Its draft, the version of that for the form to carry, and what other forms wrote in the same place.
    kept: Kept | None = None
    seen: str = ""
    others: tuple[Kept, ...] = ()
    # What its writer is told before they begin.
    forewarnings: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """Of the answer that shows it."""
        if self.wait:
            return 429
        if self.changes:
            return 409
        return 422 if self.error else 200

    @property
    def people(self) -> str:
        """Where to ask whom it may mention: those who talk under its article, whom it answers first."""
        if self.article is None:
            return ""
        near = self.parent or self.edited
        address = reverse("people", args=[self.article.pk])
        return f"{address}?to={near.pk}" if near else address

    @property
    def place(self) -> Place:
        """Where its draft belongs."""
        if self.edited:
            return {"edited": self.edited}
        if self.parent:
            return {"parent": self.parent}
        return {"article": self.article} if self.article else {}

    def filled(self, fields: Mapping[str, str]) -> Self:
        """With what was typed into it before, and the key or version that it had then."""
        return replace(
            self,
            text=fields.get("text", self.text),
            form_key=fields.get("form_key") or self.form_key,
            version=fields.get("version") or self.version,
            seen=fields.get("seen") or self.seen,
        )

    def anew(self) -> Self:
        """As another form: what it made before stays, and this is not that."""
        return replace(self, form_key=str(uuid4()))

    def holding(self, drafts: Sequence[CommentDraft], *, now: datetime) -> Self:
        """With the first of the drafts of its place in it."""
        if not drafts:
            return self
        draft = drafts[0]
        text, version = draft.text, draft.edited_version or self.version
        return replace(self, text=text, version=version).beside(drafts, now=now)

    def beside(self, drafts: Sequence[CommentDraft], *, now: datetime) -> Self:
        """With a line that tells of the drafts of its place, the first of which it holds."""
        if not drafts:
            return self
        kept, *others = (kept_at(draft, now) for draft in drafts)
        return replace(self, kept=kept, seen=drafts[0].version, others=tuple(others))

    def forewarned(self, author: User, *, now: datetime) -> Self:
        """With what holds here for a new comment. An edit is none."""
        if self.article is None or self.edited:
            return self
        return replace(self, forewarnings=forewarnings(author, self.article, now=now))

    def refused(self, refused: Refused) -> Self:
        """With the reason why its text was not taken."""
        wait = refused.seconds if isinstance(refused, TooFast) else 0
        return replace(self, error=str(refused), wait=wait)

    def conflicting(self, current: str) -> Self:
        """With both texts. Sent again, its own replaces the other."""
        return replace(
            self,
            version=version_of(current),
            changes=tuple(word_diff(current, self.text)),
            error=_(
                "This comment was changed meanwhile, in another tab or on another device. Save again to keep yours."
            ),
        )

    def quoting(self, *, address: str) -> Self:
        """With the words that it answers before its own. `address` is where they stand, for readers anywhere."""
        words = quote(self.parent, address=address) if self.parent else ""
        if words in self.text.replace("\r\n", "\n"):
            return self
        return replace(self, text=f"{words}\n\n{self.text}")

    def previewed(self) -> Self:
        """With its words as they will be read, or with what is wrong with them."""
        try:
            html = Words.written(self.text).html
        except Refused as refused:
            return self.refused(refused)
        return replace(self, preview=mark_safe(html))  # noqa: S308 - sanitised by forum.lib.markdown like all that is shown


def kept_at(draft: CommentDraft, now: datetime) -> Kept:
    clock = date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    return Kept(draft.pk, stamp(draft.saved_at, now), clock)


def thread_composer(article: Article) -> Composer:
    """For a new thread under an article."""
    return Composer(
        id="compose",
        action=reverse("post", args=[article.pk]),
        label=_("Your comment"),
        submit=_("Post"),
        article=article,
        form_key=str(uuid4()),
    )


def reply_composer(parent: Comment) -> Composer:
    return Composer(
        id=f"reply-{parent.pk}",
        action=reverse("reply", args=[parent.pk]),
        label=_("Your reply to %(name)s") % {"name": parent.author.name or _("someone")},
        submit=_("Reply"),
        article=parent.article,
        parent=parent,
        form_key=str(uuid4()),
    )


def edit_composer(comment: Comment) -> Composer:
    return Composer(
        id=f"edit-{comment.pk}",
        action=reverse("edit", args=[comment.pk]),
        label=_("Your comment"),
        submit=_("Save"),
        article=comment.article,
        edited=comment,
        text=comment.body.text,
        form_key=str(uuid4()),
        version=version_of(comment.body.text),
    )


def blank_composer() -> Composer:
    """For a text that belongs nowhere as yet: it can only be looked at."""
    return Composer(id="preview", action=reverse("preview"), label=_("Your text"), submit=_("Preview"))
