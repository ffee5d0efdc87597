"""The calm panel: of the whole forum, and of one article."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from forum.articles.models import Article
from forum.articles.policy import is_moderator
from forum.lib.http import see_other
from forum.lib.refusing import require
from forum.lib.stamps import stamp
from moderation.acting import Decided
from moderation.calming import calm, end_calm
from moderation.forms_calm import CalmForm, EndCalmForm
from moderation.models import Calm


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """What is in force, each with its end; sent, its form takes one more measure."""
    article = where(request, pk)
    form, now = CalmForm(request.POST if request.method == "POST" else None, of_forum=pk is None), timezone.now()
    if form.is_valid():
        said = form.cleaned_data
        decided = Decided(by=request.user, at=now)
        calm(article, said["measure"], decided, until=now + timedelta(hours=said["hours"]), minutes=said["minutes"])
        return see_other(request.path)
    measures = Calm.objects.in_force(now).filter(article=article).select_related("by").order_by("until")
    rows = [{"calm": each, "until": stamp(each.until, now)} for each in measures]
    context = {"article": article, "form": form, "rows": rows}
    return render(request, "moderation/calm.html", context, status=422 if form.is_bound else 200)


@require_POST
def end(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    article, form = where(request, pk), EndCalmForm(request.POST)
    require(form.is_valid(), _("There is no such measure."))
    end_calm(article, form.cleaned_data["measure"], Decided(by=request.user, at=timezone.now()))
    return see_other(request.path.removesuffix("/end"))


def where(request: SignedInRequest, pk: int | None) -> Article | None:
    require(is_moderator(request.user))
    return None if pk is None else get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
