"""The inbox, what is watched and muted, and what one is told of."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from forum.comments.writing import Refused
from forum.lib.caching import for_one
from forum.lib.http import back_to
from forum.lib.pagination import cursor, place_cursor, time_of
from forum.lib.ratelimit import rate_limit
from forum.notifications import labels
from forum.notifications.forms import AttentionForm, ReadForm, WishesForm
from forum.notifications.inbox import Choice, inbox_of, mark_group
from forum.notifications.marking import mark_all
from forum.notifications.models import Kind
from forum.notifications.watching import Named, find_node, forget_unread_below, named, watching_page
from forum.notifications.wishing import wanted_by, wish
from forum.threads.attending import attend, set_on, stop_attending
from forum.threads.models import Attention
from forum.threads.nodes import Node


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    choice = choice_in(request)
    page = inbox_of(request.user, choice, after=cursor(request), now=timezone.now())
    return for_one(render(request, "notifications/inbox.html", {"page": page, "kinds": Kind}))


@require_safe
def unread(request: SignedInRequest) -> HttpResponse:
    """How much, as the header says it: for pages that are open. It came with who is signed in."""
    count = request.user.unread
    label = "99+" if count > 99 else str(count or "")
    return for_one(HttpResponse(label, content_type="text/plain"))


def choice_in(request: SignedInRequest) -> Choice:
    kind = request.GET.get("kind", "")
    if kind and kind not in Kind.values:
        raise BadRequest("no such kind")
    return Choice(kind, is_unread="unread" in request.GET)


@require_POST
@rate_limit("collapse")
def read(request: SignedInRequest) -> HttpResponse:
    """Mark as read: one group, or all that the page knew of."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise BadRequest("what was read?")
    of, now = form.cleaned_data["of"], timezone.now()
    if of is None:
        mark_all(request.user, up_to=form.cleaned_data["up_to"] or 0, kind=form.cleaned_data["kind"], at=now)
    elif not mark_group(request.user, of, at=now):
        raise Http404
    return back_to(request, "main", otherwise="/notifications/")


@require_safe
def watching(request: SignedInRequest) -> HttpResponse:
    place = place_cursor(request)
    after = (time_of(place[0]), place[1]) if place else None
    page = watching_page(request.user, after=after, now=timezone.now())
    return for_one(render(request, "notifications/watching.html", {"page": page}))


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("collapse")
def attention(request: SignedInRequest, sort: str, pk: str) -> HttpResponse:
    """What one wants of a node: a page that asks, for buttons and keys an answer in few words."""
    node, now = Node(sort, int(pk)), timezone.now()
    before = set_on(node, person=request.user, now=now)
    # What is nobody's to see any more is in the list of what they set all the same, and can be taken off it.
    thing = find_node(node, viewer=request.user) or (before.thing if before else None)
    if thing is None:
        raise Http404
    form, name = AttentionForm(request.POST if request.method == "POST" else None, before=before), named(node, thing)
    if not form.is_valid():
        return for_one(ask(request, form, name))
    try:
        level = set_attention(request, node, form, now=now)
    except Refused as refused:
        form.add_error(None, str(refused))
        return for_one(ask(request, form, name))
    return said(request, level, name)


def ask(request: SignedInRequest, form: AttentionForm, name: Named) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "notifications/attention.html", {"form": form, "named": name}, status=status)


def set_attention(
    request: SignedInRequest, node: Node, form: AttentionForm, *, now: datetime
) -> Attention.Level | None:
    level = form.level_after
    if level is None:
        stop_attending(node, person=request.user)
    else:
        attend(node, level, person=request.user, at=now, until=form.until(now))
    if level is Attention.Level.MUTE:
        forget_unread_below(node, person=request.user, at=now)
    return level


def said(request: SignedInRequest, level: Attention.Level | None, name: Named) -> HttpResponse:
    words = labels.attention(level, name.name)
    if request.htmx:
        return HttpResponse(
            words, content_type="text/plain; charset=utf-8", headers={"X-Attention": level.value if level else ""}
        )
    messages.success(request, words)
    return back_to(request, "main", otherwise="/notifications/watching")


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        form = WishesForm(initial={"wanted": list(wanted_by(request.user))})
        return for_one(render(request, "notifications/wishes.html", {"form": form}))
    form = WishesForm(request.POST)
    if not form.is_valid():
        return for_one(render(request, "notifications/wishes.html", {"form": form}, status=422))
    wish(request.user, wanted=form.all_wanted())
    messages.success(request, _("Kept. What you were told before stays."))
    return redirect("wishes")
