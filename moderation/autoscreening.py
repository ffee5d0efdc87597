"""Automatic rules at work: they look at what is sent before it is stored, and note afterwards what they caught.

A rule never overrules a human, and staff are never looked at. Where a rule fails, what it was to look at waits for a
human: to the queue, not to publication.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.comments.models import Comment, CommentBody
from forum.comments.policy import is_published
from forum.lib.screening import ALLOW, Draft, Verdict, hold, refuse
from moderation import acting
from moderation.conditions import HEAT_WINDOW, RATE_WINDOW, REPEATED_WITHIN, Facts, span_of
from moderation.models import AutoRule, AutoRuleVersion, Case, Hit, LoggedAct, Report
from moderation.models.autorules import SPAN_LENGTH
from moderation.models.log import Role
from moderation.reporting import open_case
from moderation.trying import DAY, mark_of
from moderation.weighing import weigh

logger = logging.getLogger(__name__)

Action = AutoRuleVersion.Action

# How long whoever is to cool down waits, from their latest comment on.
COOLDOWN = timedelta(minutes=10)
# How long somebody who was asked to think again may take over it.
THINKING = timedelta(hours=1)


def screen_by_rules(draft: Draft, *, author_id: int) -> Verdict:
    """What the live rules say of a new comment. Articles are judged by people."""
    rules = live_rules() if draft.article_id is not None else []
    if not rules:
        return ALLOW
    author = User.objects.get(pk=author_id)
    if author.moderates:
        return ALLOW
    try:
        facts = facts_of(draft.text, author, tree_id=tree_of(draft), now=timezone.now())
        applying = [rule for rule in rules if span_of(rule.applies_when, facts) is not None]
    except Exception:
        logger.exception("An automatic rule failed: the comment waits for a moderator.")
        return hold(_("A moderator will look at this first."))
    return verdict_of(applying, draft, author)


def verdict_of(applying: Sequence[AutoRuleVersion], draft: Draft, author: User) -> Verdict:
    """The strictest action decides: have it wait, then cool down, then think again."""
    by_action = {rule.action: rule for rule in reversed(applying)}
    # Mending what one said is no haste.
    if not draft.is_edit and (rule := by_action.get(Action.COOLDOWN)) and is_hot(author, now=timezone.now()):
        return refuse(rule.words)
    if (rule := by_action.get(Action.NOTICE)) and not has_thought(author, draft.text):
        return refuse(rule.words)
    if rule := by_action.get(Action.HOLD):
        return hold(rule.words)
    return ALLOW


def live_rules() -> list[AutoRuleVersion]:
    live = AutoRule.objects.watching().filter(live_at__isnull=False).order_by("pk")
    return [rule.current for rule in live if rule.current is not None]


def is_hot(author: User, *, now: datetime) -> bool:
    return Comment.objects.filter(body__author=author, created_at__gt=now - COOLDOWN).exists()


def has_thought(author: User, text: str) -> bool:
    """Whether the same words were sent before, within the time that thinking takes. Remembers that they were sent.

    Where the cache forgets it, somebody is asked twice.
    """
    key = f"thought:{author.pk}:{mark_of(text).hex()}"
    return not cache.add(key, 1, timeout=THINKING.total_seconds())


# -- Afterwards -------------------------------------------------------------------------------------------------------


def note_hits(comment: Comment) -> int:
    """Note which rules, live or in the shadow, apply to a comment, and queue it where one says so. How many apply.

    However often it is called for one comment, each version notes it once.
    """
    if comment.author.moderates:
        return 0
    rules = [rule for rule in AutoRule.objects.watching() if rule.current is not None]
    facts = facts_of(comment.body.text, comment.author, tree_id=comment.tree_id, now=comment.created_at, of=comment)
    hits = [
        Hit(
            version=rule.current,
            comment=comment,
            hit_at=timezone.now(),
            span=span[:SPAN_LENGTH],
            is_shadow=rule.live_at is None,
        )
        for rule in rules
        if rule.current and (span := span_of(rule.current.applies_when, facts)) is not None
    ]
    Hit.objects.bulk_create(hits, ignore_conflicts=True)
    acting_on = {hit.version.action: hit.version for hit in reversed(hits) if not hit.is_shadow}
    if Action.QUEUE in acting_on or (Action.HOLD in acting_on and comment.held_at):
        queue(comment)
    if Action.FOLD in acting_on:
        fold(comment, by=acting_on[Action.FOLD])
    return len(hits)


@transaction.atomic
def queue(comment: Comment) -> None:
    """Open its case, or say of the open one that a rule caught it. Not where somebody has decided of it already."""
    if not Case.objects.about(comment).filter(decision__isnull=False).exists():
        weigh(open_case(comment, at=timezone.now())).save()


@transaction.atomic
def fold(comment: Comment, *, by: AutoRuleVersion) -> None:
    """Not what waits to be judged, nor what somebody judged: whoever decides its case at this moment is first."""
    open_cases = Case.objects.open().about(comment).select_for_update(no_key=True, of=("self",))
    is_being_judged = any(case.is_held for case in open_cases)
    is_judged = LoggedAct.objects.filter(comment=comment).exclude(role=Role.RULE).exists()
    if is_published(comment) and not is_being_judged and not is_judged:
        acting.fold_by(by, comment, at=timezone.now())


# -- What is known of it ----------------------------------------------------------------------------------------------


def facts_of(text: str, author: User, *, tree_id: int | None, now: datetime, of: Comment | None = None) -> Facts:
    """Of a text that is sent now, or of a comment that was sent then."""
    theirs = Comment.objects.filter(body__author=author, created_at__lt=now)
    lately = Comment.objects.filter(created_at__lt=now, created_at__gt=now - HEAT_WINDOW)
    return Facts(
        text=text,
        days_here=(now - author.joined_at) / DAY,
        comments_before=theirs.count(),
        standing=author.standing,
        rate=theirs.filter(created_at__gt=now - RATE_WINDOW).count(),
        heat=0 if tree_id is None else lately.filter(tree_id=tree_id).count(),
        repeats=repeats_of(text, author, before=now),
        reports=Report.objects.filter(case__comment=of).count() if of else 0,
    )


def repeats_of(text: str, author: User, *, before: datetime) -> int:
    bodies = CommentBody.objects.filter(author=author, comment__created_at__lt=before).order_by("-comment")
    latest = bodies.values_list("text", flat=True)[:REPEATED_WITHIN]
    return sum(mark_of(one) == mark_of(text) for one in latest)


def tree_of(draft: Draft) -> int | None:
    if draft.parent_id is None:
        return None
    return Comment.objects.filter(pk=draft.parent_id).values_list("tree_id", flat=True).first()
