"""What a page of an article asks while it is open."""

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from accounts.models import User
from forum.articles.models import Article
from forum.events.waking import known_version_of, version_of
from forum.lib.caching import varies_by_reader
from forum.threads.arriving import arrived
from forum.threads.changes import MOST, MOST_SCORES, changes_on, ids_in
from forum.threads.views import get_article
from forum.threads.visits import note_visit


@require_safe
@login_not_required
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """304 where nothing has changed, without a question to the database. The same for everybody: nobody is asked who
    they are, and pages send no cookies along.
    """
    word = request.GET.get("scores", "")
    shown = ids_in(word, most=MOST_SCORES)

    def look(_request: HttpRequest) -> HttpResponse:
        article, version = get_object_or_404(Article.objects.filter(published_at__isnull=False), pk=pk), version_of(pk)
        found = changes_on(article, version=version, shown=shown, now=timezone.now())
        return JsonResponse(found, headers={"ETag": tag_of(version, word) or ""} if version else None)

    known = tag_of(known_version_of(pk), word)
    answer: HttpResponse = condition(etag_func=lambda _request: known)(look)(request)
    patch_cache_control(answer, no_cache=True)
    return answer


def tag_of(version: str, word: str) -> str | None:
    """None where it is not known whether anything changed."""
    return f'"{version}.{sha256(word.encode()).hexdigest()[:16]}"' if version else None


@require_safe
@login_not_required
@varies_by_reader
def arrivals(request: HttpRequest, pk: int) -> HttpResponse:
    """List items, to be put where they belong. For whoever asked to see them: from here on they are not new."""
    article, pks = get_article(pk, viewer=request.user), ids_in(request.GET.get("of", ""), most=MOST)
    now = timezone.now()
    if isinstance(request.user, User):
        note_visit(request.user, article, now=now)
    return HttpResponse(arrived(article, pks, viewer=request.user, now=now))
