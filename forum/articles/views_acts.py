"""What authors and readers do to articles, and the list where staff find what waits. What these do is in moderation.

Whoever may do a thing may also find that it is done, or that the other side was first: they are told how it stands.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from accounts.restrictions import why_kept_out
from forum.articles import policy
from forum.articles.models import Article
from forum.articles.showing import state_of
from forum.articles.waiting import lately_declined, waiting_page
from forum.articles.withdrawing import recall_article, return_article, withdraw_article
from forum.lib.gates import Asked
from forum.lib.http import back_to, see_other
from forum.lib.pagination import cursor
from forum.lib.ratelimit import rate_limit
from forum.lib.refusing import require, require_gate
from forum.votes.casting import cast_vote, exact_score
from forum.votes.forms import value_in
from forum.votes.voters import Voters, voter_html

# -- Staff ------------------------------------------------------------------------------------------------------------


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    require(policy.is_moderator(request.user))
    now = timezone.now()
    page = waiting_page(viewer=request.user, after=cursor(request), now=now)
    declined = lately_declined(viewer=request.user, now=now)
    return render(request, "articles/waiting.html", {"page": page, "declined": declined})


# -- Authors ----------------------------------------------------------------------------------------------------------


@require_POST
def recall(request: SignedInRequest, pk: int) -> HttpResponse:
    article = own(request, pk)
    done = recall_article(article, at=timezone.now())
    return told(request, article, done, _("The article is recalled. You can put it back here."))


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    article = own(request, pk)
    done = withdraw_article(article, at=timezone.now())
    return told(
        request, article, done, _("The article is withdrawn. Its discussion stays, and you can put it back here.")
    )


@require_POST
def put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    article = own(request, pk)
    return told(request, article, return_article(article), _("The article is back."))


# -- Readers ----------------------------------------------------------------------------------------------------------


@require_POST
@rate_limit("vote")
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the reader stood, or for htmx the voter alone, with the sum as it is this moment."""
    articles, value = Article.objects.visible_to(request.user).for_links(), value_in(request)
    article = get_object_or_404(articles, pk=pk)
    require(policy.may_vote(request.user, article), why_kept_out(request.user) or _("You cannot vote on this article."))
    require_gate("vote", Asked(request.user.pk, pk))
    cast_vote(article, voter=request.user, value=value)
    if not request.htmx:
        return back_to(request, f"a{pk}", otherwise=article.get_absolute_url())
    voter = Voters(timezone.now()).of(exact_score(article), own=value, url=request.path, published_at=article.began_at)
    return HttpResponse(voter_html(voter))


# -- What they share --------------------------------------------------------------------------------------------------


def own(request: SignedInRequest, pk: int) -> Article:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if not policy.is_author(request.user, article):
        raise PermissionDenied
    return article


def told(request: SignedInRequest, article: Article, done: bool, sentence: str) -> HttpResponse:
    """The article's page, which says what was done, or how it stands where somebody else was first."""
    article.refresh_from_db()
    if done:
        messages.info(request, sentence)
    else:
        state = state_of(article) or _("The article is published.")
        messages.warning(request, _("Nothing was changed: %(state)s") % {"state": state})
    return see_other(article.get_absolute_url())
