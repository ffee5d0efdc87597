"""What is read of articles beside their own pages: lists, why they stand where they stand, what they said before."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.articles import policy
from forum.articles.front import asked_by, page_of_articles
from forum.articles.history import history_of
from forum.articles.merged import standing
from forum.articles.models import Article, Tag
from forum.articles.orders import ORDERS, WINDOWS, remember_choice
from forum.articles.terms import terms_of
from forum.lib.caching import varies_by_reader
from forum.lib.moved import leads_on
from forum.lib.pagination import cursor


@require_safe
@login_not_required
@varies_by_reader
def front(request: HttpRequest) -> HttpResponse:
    return list_of_articles(request, tag=None)


@require_safe
@login_not_required
@varies_by_reader
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return list_of_articles(request, tag=get_object_or_404(Tag, slug=slug))


def list_of_articles(request: HttpRequest, *, tag: Tag | None) -> HttpResponse:
    now = timezone.now()
    asked = asked_by(request, tag=tag, now=now)
    page = page_of_articles(asked, viewer=request.user, now=now)
    context = {"page": page, "tag": tag, "choice": asked.choice, "orders": ORDERS, "windows": WINDOWS}
    response = render(request, "articles/front.html", context)
    remember_choice(response, request)
    return response


@require_safe
@login_not_required
def ranking(request: HttpRequest) -> HttpResponse:
    """The formula of each order."""
    return render(request, "articles/ranking.html")


@require_safe
@login_not_required
@varies_by_reader
@leads_on
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why an article stands where it stands: what its place in each order is computed from."""
    article = standing(get_object_or_404(Article.objects.visible_to(request.user), pk=pk))
    if not policy.is_listed(article):
        raise Http404
    return render(request, "articles/why.html", {"article": article, "terms": terms_of(article)})


@require_safe
@login_not_required
@varies_by_reader
@leads_on
def history(request: HttpRequest, pk: int) -> HttpResponse:
    article = standing(get_object_or_404(Article.objects.visible_to(request.user), pk=pk))
    if not policy.may_see_history(request.user, article):
        raise Http404
    found = history_of(article, after=cursor(request), now=timezone.now())
    return render(request, "articles/history.html", {"article": article, "history": found})
