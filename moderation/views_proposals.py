"""Where what takes two to put on somebody waits for the second: confirmed, declined, or withdrawn."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from forum.comments.policy import is_moderator
from forum.lib.caching import for_one
from forum.lib.http import see_other
from forum.lib.refusing import require
from moderation import proposing
from moderation.models import Proposal
from moderation.proposed import proposals_page
from moderation.proposing import AlreadySettled
from moderation.restricting import CannotRestrict

NOT_THEIRS = gettext_lazy("Whoever proposes it, and whoever confirms it, must be above the person in rank today.")


@require_safe
def proposals(request: SignedInRequest) -> HttpResponse:
    require(is_moderator(request.user))
    page = proposals_page(request.user, now=timezone.now())
    return for_one(render(request, "moderation/proposals.html", {"page": page}))


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    return settle(request, pk, proposing.confirm, _("Confirmed: it holds from now on, and is logged in both names."))


@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    return settle(request, pk, proposing.decline, _("Declined. What else is on them holds as before."))


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    return settle(request, pk, proposing.withdraw, _("Withdrawn. What else is on them holds as before."))


def settle(request: SignedInRequest, pk: int, verb: Callable[..., object], said: str) -> HttpResponse:
    require(is_moderator(request.user))
    get_object_or_404(Proposal, pk=pk)
    try:
        verb(pk, by=request.user, at=timezone.now())
    except CannotRestrict:
        require(allowed=False, reason=str(NOT_THEIRS))
    except AlreadySettled:
        messages.warning(request, _("A colleague was first: see below how it ended."))
    else:
        messages.info(request, said)
    return see_other(reverse("proposals"))
