"""What authors and staff do to articles, and the list where staff find what waits.

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
from forum.articles import policy
from forum.articles.forms import DeclineForm
from forum.articles.judging import approve_article, decline_article, reconsider_article
from forum.articles.models import Article
from forum.articles.showing import state_of
from forum.articles.waiting import lately_declined, waiting_page
from forum.articles.withdrawing import recall_article, return_article, withdraw_article
from forum.lib.http import see_other
from forum.lib.pagination import cursor
from forum.lib.refusing import require

# -- Staff ------------------------------------------------------------------------------------------------------------


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    require(policy.is_moderator(request.user))
    now = timezone.now()
    page = waiting_page(viewer=request.user, after=cursor(request), now=now)
    declined = lately_declined(viewer=request.user, now=now)
    return render(request, "articles/waiting.html", {"page": page, "declined": declined})


@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    article = to_judge(request, pk)
    done = approve_article(article, by=request.user, at=timezone.now())
    return told(request, article, done, _("The article is published."))


@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    article, form = to_judge(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return render(request, "articles/decline.html", {"article": article, "form": form}, status=422)
    done = decline_article(article, by=request.user, because=form.cleaned_data["because"], at=timezone.now())
    return told(request, article, done, _("The article is declined. Its author sees why; you can take it back here."))


@require_POST
def reconsider(request: SignedInRequest, pk: int) -> HttpResponse:
    article = to_judge(request, pk)
    return told(request, article, reconsider_article(article, by=request.user), _("The article waits again."))


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


# -- What they share --------------------------------------------------------------------------------------------------


def to_judge(request: SignedInRequest, pk: int) -> Article:
    require(policy.is_moderator(request.user))
    return get_object_or_404(Article.objects.visible_to(request.user), pk=pk)


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
