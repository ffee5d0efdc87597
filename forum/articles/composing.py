"""The sheet that an article is written on: what stands in it, where it leads, and what is said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import uuid4

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.mentioned import existing_names
from accounts.models import User
from forum.articles.comparing import Part, changed
from forum.articles.drafts import draft_of
from forum.articles.forms import ArticleForm
from forum.articles.models import Article
from forum.articles.writing import Refused, Said, said, said_by, version_of
from forum.lib.markdown import Format, render
from forum.lib.stamps import Stamp, stamp


@dataclass(frozen=True)
class Preview:
    """An article as it will be read, as far as its fields will do."""

    article: Article
    html: SafeString
    tags: Sequence[object]


@dataclass(frozen=True)
class Sheet:
    form: ArticleForm
    action: str
    # One form makes one article, however often it is sent. An edit is told by the version that it began with.
    form_key: str = ""
    version: str = ""
    edited: Article | None = None
    # The key of the address whose earlier articles the author has been shown.
    seen: str = ""
    earlier: Sequence[Article] = ()
    error: str = ""
    # What its writer is told before they write.
    notice: str = ""
    # Seconds until it may be sent again.
    wait: int = 0
    preview: Preview | None = None
    # What sets what somebody else saved meanwhile apart from this.
    changes: Sequence[Part] = ()
    # When the draft was kept that stands in it.
    draft_of: Stamp | None = None

    @property
    def status(self) -> int:
        """Of the answer that shows it."""
        if self.wait:
            return 429
        if self.changes:
            return 409
        return 422 if self.error or self.form.errors or (self.earlier and not self.preview) else 200

    def refused(self, refused: Refused) -> Self:
        return replace(self, error=str(refused), wait=refused.seconds)

    def warning(self, notice: str) -> Self:
        return replace(self, notice=notice)

    def hinting(self, earlier: Sequence[Article], key: str) -> Self:
        """With the articles that lead to the same page. Sent again, it is taken all the same."""
        return replace(self, earlier=earlier, seen=key)

    def conflicting(self, current: Said) -> Self:
        """With both texts. Sent again, its own replaces the other."""
        written = self.form.written
        return replace(
            self,
            version=version_of(current),
            changes=changed(current, said(written, tag_names=written.tag_names)),
            error=_(
                "This article was changed meanwhile, in another tab or on another device. Save again to keep yours."
            ),
        )

    def previewed(self) -> Self:
        self.form.is_valid()
        fields = {name: value for name, value in self.form.cleaned_data.items() if name != "tags"}
        text = fields.get("text", "")
        html = render(text, Format.MARKDOWN, mentions=existing_names(text))
        return replace(
            self,
            preview=Preview(
                Article(**fields),
                mark_safe(html),  # noqa: S308 - sanitised by forum.lib.markdown like all that is shown
                [*self.form.cleaned_data.get("tags", ())],
            ),
        )


def new_sheet(author: User, *, typed: Mapping[str, str], now: datetime) -> Sheet:
    """For a new article: with what was typed before logging in, else with the draft that is kept."""
    draft = None if typed else draft_of(author)
    fields = draft.fields if draft else typed
    return Sheet(
        ArticleForm(initial=fields),
        reverse("submit"),
        form_key=str(uuid4()),
        draft_of=stamp(draft.saved_at, now) if draft else None,
    )


def sent_sheet(fields: Mapping[str, str]) -> Sheet:
    """As it was sent, with a fresh key: where it comes back nothing was made."""
    return Sheet(ArticleForm(fields), reverse("submit"), form_key=str(uuid4()), seen=fields.get("seen", ""))


def edit_sheet(article: Article, *, typed: Mapping[str, str]) -> Sheet:
    """For an article that is here: as it is, or with what was typed before logging in."""
    initial = typed or {
        **{name: getattr(article, name) for name in ArticleForm.base_fields if name != "tags"},
        "tags": ",".join(tag.slug for tag in article.tags.all()),
    }
    version = typed.get("version") or version_of(said_by(article))
    return Sheet(ArticleForm(initial=initial), edit_url(article), version=version, edited=article)


def sent_edit(article: Article, fields: Mapping[str, str]) -> Sheet:
    return Sheet(ArticleForm(fields), edit_url(article), version=fields.get("version", ""), edited=article)


def edit_url(article: Article) -> str:
    return reverse("edit_article", args=[article.pk])
