"""Why a comment was removed, for its tombstone."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from forum.threads.reasons import Reason
from moderation.models import Act, LoggedAct


def why_removed(comments: Collection[int]) -> Mapping[int, Reason]:
    """By comment, of its latest removal: one query."""
    entries = LoggedAct.objects.filter(comment__in=comments, act=Act.REMOVE_COMMENT).order_by("number")
    return {
        comment: Reason(title, reverse("log_entry", args=[number]), reverse("decision", args=[number]))
        for comment, title, number in entries.values_list("comment", "rule_title", "number")
    }
