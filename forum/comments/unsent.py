"""The page of what somebody wrote and did not send: where each belongs, how it begins, and whether it can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.drafts import draft_of
from forum.articles.models import Article, ArticleDraft
from forum.comments import policy
from forum.comments.drafts import drafts_of
from forum.comments.models import Comment, CommentDraft
from forum.lib.stamps import Stamp, stamp
from forum.lib.text import shorten

# Two or three lines: enough to know it again.
BEGINNING = 180


@dataclass(frozen=True)
class Unsent:
    kind: str
    # The article that it is about, empty where its writer may not see that any more.
    title: str
    # Where it can be read what it is about, and where it can be written on; empty where neither is there.
    about: str
    go_on: str
    discard: str
    text: str
    saved: Stamp
    # Why it cannot be sent any more.
    why: str = ""

    @property
    def beginning(self) -> str:
        return shorten(self.text, BEGINNING)


def unsent_of(reader: User, *, now: datetime) -> Sequence[Unsent]:
    """All of it, the newest first: there is an end to how much is kept (forum.comments.drafts.MOST)."""
    drafts = list(
        drafts_of(reader).select_related(
            "article", *(f"{role}__{of}" for role in ROLES for of in ("author", "article"))
        )
    )
    articles = {article_of(draft).pk for draft in drafts}
    comments = {comment.pk for draft in drafts if (comment := comment_of(draft))}
    seen_articles = set(Article.objects.visible_to(reader).filter(pk__in=articles).values_list("pk", flat=True))
    found = Comment.objects.visible_to(reader).filter(pk__in=comments).with_locks()
    seen_comments = {comment.pk: comment.is_locked for comment in found.only("pk")}
    dated = [
        (draft.saved_at, unsent(draft, reader, seen_articles=seen_articles, seen_comments=seen_comments, now=now))
        for draft in drafts
    ]
    if article_draft := draft_of(reader):
        dated.append((article_draft.saved_at, unsent_article(article_draft, now=now)))
    return [each for _at, each in sorted(dated, key=lambda pair: pair[0], reverse=True)]


ROLES = ("parent", "edited")


def comment_of(draft: CommentDraft) -> Comment | None:
    return draft.parent or draft.edited


def article_of(draft: CommentDraft) -> Article:
    """The one that its comment is under now, or where a discussion goes on, wherever that has moved."""
    comment = comment_of(draft)
    article = comment.article if comment else draft.article
    if article is None:
        raise ValueError(f"{draft.pk} belongs nowhere")
    return article.merged_into or article


def unsent(
    draft: CommentDraft, reader: User, *, seen_articles: set[int], seen_comments: dict[int, bool], now: datetime
) -> Unsent:
    article, comment = article_of(draft), comment_of(draft)
    is_there = article.pk in seen_articles and (comment is None or comment.pk in seen_comments)
    if draft.parent:
        draft.parent.is_locked = seen_comments.get(draft.parent.pk, False)
    why = why_not(draft, reader, article) if is_there else _("What it is about is not there any more.")
    place = comment or article
    return Unsent(
        kind=kind_of(draft, is_there=is_there),
        title=article.headline if article.pk in seen_articles else "",
        about=place.get_absolute_url() if is_there else "",
        go_on="" if why else f"{address_of(draft)}?draft={draft.pk}",
        discard=reverse("discard_comment_draft", args=[draft.pk]),
        text=draft.text,
        saved=stamp(draft.saved_at, now),
        why=why,
    )


def kind_of(draft: CommentDraft, *, is_there: bool) -> str:
    if draft.edited:
        return _("An edit")
    if draft.parent is None:
        return _("A comment")
    # Of a comment that is gone nobody is told whose it was.
    name = draft.parent.author.name if is_there and draft.parent.is_published else ""
    return _("A reply to %(name)s") % {"name": name} if name else _("A reply")


def why_not(draft: CommentDraft, reader: User, article: Article) -> str:
    """Why it cannot be sent any more; empty where it can."""
    if draft.edited:
        return "" if policy.may_edit(reader, draft.edited) else _("This comment cannot be edited any more.")
    if not policy.may_comment(reader, article):
        return article.why_closed
    return policy.why_not_reply(draft.parent) if draft.parent else ""


def address_of(draft: CommentDraft) -> str:
    """Of its composer."""
    if draft.edited_id:
        return reverse("edit", args=[draft.edited_id])
    if draft.parent_id:
        return reverse("reply", args=[draft.parent_id])
    return reverse("post", args=[draft.article_id])


def unsent_article(draft: ArticleDraft, *, now: datetime) -> Unsent:
    return Unsent(
        kind=_("An article"),
        title=draft.fields.get("title", "") or _("Untitled"),
        about="",
        go_on=reverse("submit"),
        discard=reverse("discard_draft"),
        text=draft.fields.get("text", "") or draft.fields.get("deck", "") or draft.fields.get("source_url", ""),
        saved=stamp(draft.saved_at, now),
    )
