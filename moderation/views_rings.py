"""People who vote as one: the evidence, and what a moderator makes of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from forum.articles.policy import is_moderator
from forum.lib.http import see_other
from forum.lib.refusing import require
from moderation.acting import Decided
from moderation.models import Act, LoggedAct
from moderation.rings import WINDOW, Ring, rings
from moderation.voiding import put_votes_back, void_votes

# Of rings, and of voided votes: more is for another day.
SHOWN = 50


@require_safe
def evidence(request: SignedInRequest) -> HttpResponse:
    require(is_moderator(request.user))
    found = rings(now=timezone.now())[:SHOWN]
    people = User.objects.in_bulk({pk for ring in found for pk in ring.people})
    rows = [
        {
            "ring": ring,
            "people": [people[pk] for pk in ring.people],
            "key": key_of(ring),
            "percent": {name: round(100 * getattr(ring, name)) for name in ("at_once", "newcomers", "for_one_author")},
        }
        for ring in found
    ]
    voided = LoggedAct.objects.filter(act=Act.VOID_VOTES, reverted_by__isnull=True).select_related("particulars")
    context = {"rows": rows, "voided": voided.newest_first()[:SHOWN], "days": WINDOW.days}
    return render(request, "moderation/rings.html", context)


@require_POST
def void(request: SignedInRequest) -> HttpResponse:
    """Of a ring that is still found: what was on the page may be another one by now."""
    require(is_moderator(request.user))
    now = timezone.now()
    ring = next((ring for ring in rings(now=now) if key_of(ring) == request.POST.get("people")), None)
    if ring is None:
        messages.warning(request, _("Nothing was voided: these people do not vote as one any more."))
    elif void_votes(ring.people, Decided(by=request.user, at=now), since=now - WINDOW):
        messages.info(request, _("Their votes are voided. You can put them back here."))
    return see_other(request.path.removesuffix("/void"))


@require_POST
def put_back(request: SignedInRequest, number: int) -> HttpResponse:
    require(is_moderator(request.user))
    entry = LoggedAct.objects.filter(pk=number, act=Act.VOID_VOTES, reverted_by__isnull=True).first()
    if entry is None:
        raise Http404
    put_votes_back(entry, Decided(by=request.user, at=timezone.now()))
    messages.info(request, _("The votes are back."))
    return see_other(request.path.rpartition("/")[0])


def key_of(ring: Ring) -> str:
    return ",".join(map(str, ring.people))
