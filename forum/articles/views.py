"""The front page: articles, newest first, and the votes on them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from forum.articles import policy
from forum.articles.front import page_of_articles
from forum.articles.models import Article
from forum.lib.caching import varies_by_reader
from forum.lib.http import back_to
from forum.lib.pagination import cursor
from forum.lib.ratelimit import rate_limit
from forum.lib.refusing import require
from forum.votes.casting import cast_vote, exact_score
from forum.votes.forms import value_in
from forum.votes.voters import Voters, voter_html


@require_safe
@login_not_required
@varies_by_reader
def front(request: HttpRequest) -> HttpResponse:
    page = page_of_articles(viewer=request.user, after=cursor(request), now=timezone.now())
    return render(request, "articles/front.html", {"page": page})


@require_POST
@rate_limit("vote")
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the reader stood, or for htmx the voter alone, with the sum as it is this moment."""
    articles, value = Article.objects.visible_to(request.user).for_links(), value_in(request)
    article = get_object_or_404(articles, pk=pk)
    require(policy.may_vote(request.user, article), _("You cannot vote on this article."))
    cast_vote(article, voter=request.user, value=value)
    if not request.htmx:
        return back_to(request, f"a{pk}", otherwise=article.get_absolute_url())
    voter = Voters(timezone.now()).of(
        exact_score(article), own=value, url=request.path, published_at=article.published_at
    )
    return HttpResponse(voter_html(voter))
