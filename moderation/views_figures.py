"""Moderation in figures."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_safe

from forum.lib.caching import varies_by_reader
from moderation.transparency import figures


@require_safe
@login_not_required
@varies_by_reader
def transparency(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = figures(now)
    median = "" if found.median is None else timesince(now - timedelta(seconds=found.median), now, depth=1)
    return render(request, "moderation/transparency.html", {"figures": found, "median": median})
