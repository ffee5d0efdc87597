"""Why comments were removed or folded, for what stands in their place."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from forum.threads.reasons import Explainer, Reason
from moderation.models import Act, LoggedAct
from moderation.models.log import LoggedActQuerySet


def entries_about(removed: Collection[int], folded: Collection[int]) -> LoggedActQuerySet:
    return LoggedAct.objects.filter(
        Q(comment__in=removed, act=Act.REMOVE_COMMENT) | Q(comment__in=folded, act=Act.FOLD_COMMENT)
    )


def reason_of(rule: str, number: int) -> Reason:
    return Reason(rule, reverse("log_entry", args=[number]), reverse("decision", args=[number]))


EXPLAINER = Explainer(entries_about, reason_of)
