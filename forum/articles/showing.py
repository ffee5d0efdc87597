"""The head of an article's page: what it says for this viewer, in which state it is, and what may be done with it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from forum.articles import policy
from forum.articles.merged import Also, also_of
from forum.articles.models import Article
from forum.articles.policy import Viewer
from forum.lib.addresses import host_of
from forum.lib.stamps import Stamp, stamp
from forum.lib.text import excerpt

# About what others show of it.
EXCERPT = 200


@dataclass(frozen=True)
class Action:
    label: str
    url: str
    # A button of the page's one form; otherwise a link to a page that has a form of its own.
    is_post: bool = True
    # That form opens below the article.
    is_in_place: bool = False


@dataclass(frozen=True)
class Head:
    article: Article
    posted: Stamp
    edited: Stamp | None
    withdrawn: Stamp | None
    removed: Stamp | None
    # The title, where this viewer may know it.
    title: str
    # In words, where it is not simply published.
    state: str
    may_read: bool
    # Publish, or decline with words: a form of their own.
    may_judge: bool
    actions: list[Action]
    host: str
    # What it is about, for those who link to it.
    excerpt: str
    # Who sent in what was merged into it.
    also: list[Also]

    @property
    def is_kept(self) -> bool:
        """Whether its words are for this viewer, and no more for readers: on a cover that they open."""
        was_published = self.article.published_at is not None
        return self.may_read and was_published and not policy.is_listed(self.article)


def head_of(article: Article, *, viewer: Viewer, now: datetime) -> Head:
    may_read = policy.may_read(viewer, article)
    return Head(
        article,
        stamp(article.began_at, now),
        stamp(article.edited_at, now) if article.edited_at and may_read else None,
        stamp(article.withdrawn_at, now) if article.withdrawn_at else None,
        stamp(article.removed_at, now) if article.removed_at else None,
        article.full_title if may_read else article.headline,
        state_of(article),
        may_read,
        policy.may_judge(viewer, article),
        actions_on(article, viewer),
        host_of(article.source_link),
        (article.deck or excerpt(article.html, EXCERPT)) if may_read else "",
        also_of(article),
    )


def state_of(article: Article) -> str:
    """Where it is on its way, in words; empty once it is published."""
    if article.removed_at:
        return _("Removed by a moderator. The discussion stays.")
    if article.merged_at:
        return _("Merged into another article by a moderator: the discussion goes on there.")
    if article.withdrawn_at and article.published_at:
        return _("Withdrawn by its author. The discussion stays.")
    if article.withdrawn_at:
        return _("Recalled by its author before it was published.")
    if article.declined_at:
        return _("Declined by a moderator.")
    if article.published_at is None:
        return _("Waiting for a moderator: only its author and the moderators see it.")
    return ""


def actions_on(article: Article, viewer: Viewer) -> list[Action]:
    offered = [
        (policy.may_reconsider, _("Take the decline back"), "reconsider_article", True),
        (policy.may_remove, _("Remove"), "remove_article", False),
        (policy.may_restore, _("Restore"), "restore_article", True),
        (policy.may_edit, _("Edit"), "edit_article", False),
        (policy.may_recall, _("Recall"), "recall_article", True),
        (policy.may_withdraw, _("Withdraw"), "withdraw_article", True),
        (policy.may_return, _("Put it back"), "return_article", True),
        (policy.may_report, _("Report"), "report_article", False),
        (policy.may_merge, _("Merge"), "merge_article", False),
        (policy.may_calm, _("Calm"), "calm", False),
    ]
    return [
        Action(label, reverse(name, args=[article.pk]), is_post, is_in_place=name == "report_article")
        for may, label, name, is_post in offered
        if may(viewer, article)
    ]
