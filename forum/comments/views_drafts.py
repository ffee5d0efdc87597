"""Drafts: kept as forms send them, put back into composers, listed and discarded."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import UUIDField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import forget_form, kept_form
from accounts.requests import SignedInRequest
from forum.comments.composing import Composer
from forum.comments.drafts import AlreadySent, Sitting, discard_draft, drafts_at, save_draft
from forum.comments.models import CommentDraft
from forum.comments.unsent import unsent_of
from forum.comments.writing import Refused
from forum.lib.http import back_to, see_other
from forum.lib.text import clean_text

# What a form carries may be anything; a version is so long (forum.lib.text).
VERSION_LENGTH = 16


def keep(request: SignedInRequest, composer: Composer) -> HttpResponse:
    """Keep what was sent to be kept. For scripts, which do so while one writes, the line that tells of it alone."""
    try:
        save(request, composer)
    except AlreadySent as late:
        if request.htmx:
            return line(request, composer.refused(late), status=410)
        keep_sent(request, composer.anew())
    except Refused as refused:
        return line(request, composer.refused(refused), status=422)
    forget_form(request)
    if request.htmx:
        return line(request, beside_drafts(request, composer), status=200)
    messages.info(request, _("Your draft is kept.") if clean_text(composer.text) else _("There is nothing to keep."))
    return see_other(request.path)


def line(request: SignedInRequest, composer: Composer, *, status: int) -> HttpResponse:
    template = "comments/_draft.html" if request.htmx else "comments/compose.html"
    return render(request, template, {"composer": composer, "is_alone": bool(request.htmx)}, status=status)


def keep_sent(request: SignedInRequest, composer: Composer) -> Composer:
    """The composer of a form that made nothing, its text kept; what is too long for a draft it holds all the same."""
    try:
        save(request, composer)
    except AlreadySent:
        # Taken out of the browser's memory, and written in anew.
        return keep_sent(request, composer.anew())
    except Refused:
        return composer
    return beside_drafts(request, composer)


def save(request: SignedInRequest, composer: Composer) -> CommentDraft | None:
    text = clean_text(composer.text)
    if composer.edited and text == composer.edited.body.text:
        text = ""  # there is nothing that is not there already
    return save_draft(
        sitting_of(request, composer),
        composer.place,
        text,
        edited_version=clean_text(composer.version)[:VERSION_LENGTH] if composer.edited else "",
        at=timezone.now(),
    )


def sitting_of(request: SignedInRequest, composer: Composer) -> Sitting:
    key, before = (key_in(key) for key in (composer.form_key, request.POST.get("form_key", "")))
    return Sitting(request.user, key or uuid4(), composer.seen or request.POST.get("seen", ""), before)


def key_in(word: str) -> UUID | None:
    try:
        return UUIDField().clean(word) if word else None
    except ValidationError:
        return None


def beside_drafts(request: SignedInRequest, composer: Composer) -> Composer:
    return composer.beside(drafts_at(composer.place, author=request.user), now=timezone.now())


def opened(request: SignedInRequest, composer: Composer) -> Composer:
    """With what was typed before its writer logged in, which becomes a draft; else with what is kept."""
    if typed := kept_form(request):
        composer = keep_sent(request, composer.filled(typed))
        if composer.kept:
            forget_form(request)
        return composer
    chosen = request.GET.get("draft", "")
    number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18 else None
    return composer.holding(drafts_at(composer.place, author=request.user, chosen=number), now=timezone.now())


@require_safe
def drafts(request: SignedInRequest) -> HttpResponse:
    return render(request, "comments/drafts.html", {"unsent": unsent_of(request.user, now=timezone.now())})


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(CommentDraft, pk=pk, author=request.user)
    discard_draft(draft)
    messages.info(request, _("Your draft is discarded."))
    return back_to(request, "main", otherwise=reverse("drafts"))
