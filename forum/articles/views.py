"""The front page: articles, newest first."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.articles.front import page_of_articles
from forum.lib.caching import varies_by_reader
from forum.lib.pagination import cursor


@require_safe
@login_not_required
@varies_by_reader
def front(request: HttpRequest) -> HttpResponse:
    page = page_of_articles(viewer=request.user, after=cursor(request), now=timezone.now())
    return render(request, "articles/front.html", {"page": page})
