"""Notices of something illegal: from anybody, without an account, each with a page that shows what comes of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.networks import network_of
from forum.lib.caching import for_one
from forum.lib.feeds import absolute
from forum.lib.http import see_other
from forum.lib.ratelimit import spend
from forum.lib.stamps import Clock
from moderation.forms_reports import POINTER_LENGTH, NoticeForm
from moderation.models import Report, Rule
from moderation.outcomes import told_of
from moderation.reporting import Notice, report


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def notice(request: HttpRequest) -> HttpResponse:
    """Of something illegal, from anybody. Its receipt is a page that shows what comes of it."""
    if request.method != "POST":
        return show_notice(request, NoticeForm(name="notice", address=request.GET.get("about", "")[:POINTER_LENGTH]))
    form = NoticeForm(request.POST, name="notice")
    if not form.is_valid():
        return show_notice(request, form)
    if wait := spend("notice", who=network_of(request)):
        form.add_error(None, too_many(wait))
        return show_notice(request, form, wait=wait)
    return see_other(reverse("receipt", args=[file_notice(form).receipt]))


def file_notice(form: NoticeForm) -> Report:
    """Whoever sends it is not its reporter, signed in or not: a report of theirs must not stand in its way."""
    rule = Rule.objects.about_law()
    if rule is None:
        raise Http404
    said = form.cleaned_data
    return report(
        form.thing,
        Notice(
            by=None,
            rule=rule,
            at=timezone.now(),
            receipt=form.receipt(form.thing, by=None),
            note=said["text"],
            name=said["name"],
            contact=said["contact"],
        ),
    )


def too_many(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Many notices came from your network. Please wait %(minutes)d minute.",
        "Many notices came from your network. Please wait %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def show_notice(request: HttpRequest, form: NoticeForm, *, wait: int = 0) -> HttpResponse:
    status = 429 if wait else 422 if form.is_bound else 200
    response = for_one(render(request, "moderation/notice.html", {"form": form}, status=status))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@require_safe
@login_not_required
def receipt(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """For whoever holds its address, which cannot be guessed."""
    made = get_object_or_404(Report.objects.filter(reporter__isnull=True).with_outcome(), receipt=receipt)
    context = {"told": told_of(made, Clock(timezone.now())), "address": absolute(request.path)}
    response = for_one(render(request, "moderation/receipt.html", context))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
