"""Many cases in one go: what is meant and how many they are, then the act, then what became of each."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from forum.lib.http import see_other
from moderation.acting import Decided
from moderation.bulk import Meant
from moderation.carrying_out import IN_A_REQUEST, ask, ask_to_undo, go_on
from moderation.deciding import Verdict
from moderation.forms import BulkForm
from moderation.models import BulkAct
from moderation.pages import bulk_done_page, bulk_page
from moderation.queue import Choice
from moderation.views_queue import choice_of


@require_POST
@never_cache
def bulk(request: SignedInRequest) -> HttpResponse:
    """The first form says what is meant and gets its count; sent from there, it is done, and sent twice done once."""
    choice, form = choice_of(request), BulkForm(request.POST)
    if not form.is_valid() or not form.is_confirmed:
        return preview(request, choice, form)
    fields = form.cleaned_data
    decided = Decided(by=request.user, at=timezone.now(), rule=fields["rule"], note=fields["note"])
    wanted = ask(fields["key"], meant_by(form, choice).cases(), Verdict(fields["verdict"]), decided)
    go_on(wanted.pk, for_seconds=IN_A_REQUEST)
    return see_other(bulk_url(wanted.key, choice))


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


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bulk_done(request: SignedInRequest, key: UUID) -> HttpResponse:
    """How far it is, and then what became of each, from the log. htmx asks until it is done.

    A POST goes on with what has stopped.
    """
    choice = choice_of(request)
    if request.method == "POST":
        for running in BulkAct.objects.of(key).running():
            go_on(running.pk, for_seconds=IN_A_REQUEST)
        return see_other(bulk_url(key, choice))
    template = "moderation/_bulk.html" if request.htmx else "moderation/bulk_done.html"
    return render(request, template, bulk_done_page(key, choice))


@require_POST
def bulk_undo(request: SignedInRequest, key: UUID) -> HttpResponse:
    choice = choice_of(request)
    wanted = ask_to_undo(key, Decided(by=request.user, at=timezone.now()))
    go_on(wanted.pk, for_seconds=IN_A_REQUEST)
    return see_other(bulk_url(key, choice))


def bulk_url(key: UUID, choice: Choice) -> str:
    return f"{reverse('bulk_done', args=[key])}?{choice.query}"
