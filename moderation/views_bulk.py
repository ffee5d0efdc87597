"""Many cases in one go: what is meant and how many they are, then the act, then what became of each."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_list_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from forum.lib.http import see_other
from moderation.acting import Decided
from moderation.bulk import MOST, Meant, decide_all, standing, undo_all
from moderation.deciding import Verdict
from moderation.forms import BulkForm
from moderation.models import LoggedAct
from moderation.pages import bulk_page
from moderation.queue import Choice
from moderation.views_queue import choice_of


@require_POST
@never_cache
def bulk(request: SignedInRequest) -> HttpResponse:
    """The first form says what is meant and gets its count; sent from there, it is done."""
    choice, form = choice_of(request), BulkForm(request.POST)
    if not form.is_valid() or not form.is_confirmed:
        return preview(request, choice, form)
    key = form.cleaned_data["key"]
    if not LoggedAct.objects.filter(bulk=key).exists():  # sent twice, it is shown what the first did
        fields = form.cleaned_data
        decided = Decided(by=request.user, at=timezone.now(), rule=fields["rule"], note=fields["note"], bulk=key)
        outcome = decide_all(meant_by(form, choice).cases(), Verdict(fields["verdict"]), decided)
        return see_other(f"{bulk_url(key, choice)}&late={outcome.late}&impossible={outcome.impossible}")
    return see_other(bulk_url(key, choice))


def preview(request: SignedInRequest, choice: Choice, form: BulkForm) -> HttpResponse:
    """With what is meant fixed: of all that match, those that are there now."""
    meant = meant_by(form, choice)
    if form.cleaned_data.get("all") and meant.newest is None:
        meant = meant.fixed()
    status = 422 if form.is_confirmed else 200
    return render(request, "moderation/bulk.html", bulk_page(meant, form), status=status)


def meant_by(form: BulkForm, choice: Choice) -> Meant:
    fields = form.cleaned_data
    if fields.get("all"):
        return Meant(choice, newest=fields.get("newest"))
    return Meant(choice, pks=fields.get("case") or [])


@require_safe
@never_cache
def bulk_done(request: SignedInRequest, key: UUID) -> HttpResponse:
    """What became of each, from the log."""
    choice = choice_of(request)
    entries = get_list_or_404(LoggedAct.objects.for_log_page().filter(bulk=key).newest_first()[:MOST])
    tally = {name: number(request, name) for name in ("late", "impossible")}
    context = {"choice": choice, "key": key, "entries": entries, "standing": len(standing(key)), **tally}
    return render(request, "moderation/bulk_done.html", context)


@require_POST
def bulk_undo(request: SignedInRequest, key: UUID) -> HttpResponse:
    choice = choice_of(request)
    outcome = undo_all(key, Decided(by=request.user, at=timezone.now()))
    return see_other(f"{bulk_url(key, choice)}&impossible={outcome.impossible}")


def number(request: SignedInRequest, name: str) -> int:
    word = request.GET.get(name, "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 5 else 0


def bulk_url(key: UUID, choice: Choice) -> str:
    return f"{reverse('bulk_done', args=[key])}?{choice.query}"
