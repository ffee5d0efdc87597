"""The forms to write in: what stands in them, where they lead, and what is said about them."""

from dataclasses import dataclass, field, replace
from typing import Self
from uuid import uuid4

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forum.articles.models import Article
from forum.comments.editing import version_of
from forum.comments.models import Comment
from forum.comments.writing import Refused, Words


@dataclass(frozen=True)
class Composer:
    # Its name on a page that may hold several.
    id: str
    action: str
    label: str
    submit: str
    # Where Cancel leads; nowhere for the composer that is a part of the article's page.
    back: str = ""
    text: str = ""
    # One form makes one comment, however often it is sent. An edit is told by the version that it began with.
    form_key: str = ""
    version: str = ""
    error: str = ""
    preview: SafeString = field(default_factory=SafeString)

    def filled(self, fields: dict[str, str]) -> Self:
        """With what was typed into it before, and the key or version that it had then."""
        known = {name: fields[name] for name in ("text", "form_key", "version") if fields.get(name)}
        return replace(self, **known)

    def refused(self, reason: str) -> Self:
        """With the reason why it was not taken."""
        return replace(self, error=reason)

    def with_fresh_key(self) -> Self:
        return replace(self, form_key=str(uuid4()))

    def previewed(self) -> Self:
        """With its words as they will be read, or with what is wrong with them."""
        try:
            return replace(self, preview=preview_of(self.text))
        except Refused as refused:
            return self.refused(str(refused))


def preview_of(text: str) -> SafeString:
    """A text as it will be read. Raises Refused."""
    return mark_safe(Words.written(text).html)  # noqa: S308 - sanitised by forum.lib.markdown, as all that is shown


def thread_composer(article: Article) -> Composer:
    """For a new thread under an article."""
    return Composer(
        id="compose",
        action=reverse("post", args=[article.pk]),
        label=_("Your comment"),
        submit=_("Post"),
    ).with_fresh_key()


def reply_composer(parent: Comment) -> Composer:
    return Composer(
        id=f"reply-{parent.pk}",
        action=reverse("reply", args=[parent.pk]),
        label=_("Your reply to %(name)s") % {"name": parent.author.name or _("someone")},
        submit=_("Reply"),
        back=parent.get_absolute_url(),
    ).with_fresh_key()


def edit_composer(comment: Comment) -> Composer:
    return Composer(
        id=f"edit-{comment.pk}",
        action=reverse("edit", args=[comment.pk]),
        label=_("Your comment"),
        submit=_("Save"),
        back=comment.get_absolute_url(),
        text=comment.body.text,
        version=version_of(comment.body.text),
    )
