"""What moderators do to a comment or an article where it stands. Cases are decided in the queue.

Whoever may do a thing may also find that it is done, or that a colleague was first: they are told how it stands.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import retarget

from accounts.requests import SignedInRequest
from forum.articles.forms import DeclineForm
from forum.articles.models import Article
from forum.articles.policy import is_moderator, is_waiting
from forum.articles.views_acts import told
from forum.comments import policy
from forum.comments.models import Comment
from forum.comments.views import get_comment, tell
from forum.lib.http import see_other
from forum.lib.refusing import require
from moderation import acting
from moderation.acting import Decided
from moderation.deciding import Verdict, judge
from moderation.forms import RemoveForm

# -- Comments ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """A form that asks for the rule; sent with one, the comment is gone from readers' eyes."""
    comment = get_comment(request, pk)
    require(policy.may_remove(request.user, comment) or policy.may_restore(request.user, comment))
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask_for_rule(request, comment, form)
    judge(comment, Verdict.REMOVE, Decided(by=request.user, at=timezone.now(), **form.cleaned_data))
    tell(request, _("The comment is removed. Replies to it stay."))
    return see_other(comment.get_absolute_url())


def ask_for_rule(request: SignedInRequest, comment: Comment, form: RemoveForm) -> HttpResponse:
    template = "moderation/_remove.html" if request.htmx else "moderation/remove.html"
    status = 422 if form.is_bound else 200
    response = render(request, template, {"comment": comment, "form": form}, status=status)
    # Sent in vain, the form comes back in its own place, not in the comment's.
    return retarget(response, f"#remove-{comment.pk}") if request.htmx and form.is_bound else response


@require_POST
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = get_comment(request, pk)
    require(policy.may_restore(request.user, comment) or policy.may_remove(request.user, comment))
    acting.restore(comment, decided_by(request))
    tell(request, _("The comment is restored."))
    return see_other(comment.get_absolute_url())


@require_POST
def unfold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pressed twice, or by two, it is unfolded once."""
    comment = get_comment(request, pk)
    require(policy.may_unfold(request.user, comment.body) or policy.may_remove(request.user, comment))
    acting.unfold(comment, decided_by(request))
    tell(request, _("The comment is unfolded. No rule folds it again."))
    return see_other(comment.get_absolute_url())


# -- Articles ---------------------------------------------------------------------------------------------------------


@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    article = to_judge(request, pk)
    done = judge(article, Verdict.APPROVE, decided_by(request))
    return told(request, article, done is not None, _("The article is published."))


@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    article, form = to_judge(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return render(request, "articles/decline.html", {"article": article, "form": form}, status=422)
    decided = Decided(by=request.user, at=timezone.now(), note=form.cleaned_data["because"])
    # Of one that a colleague published first it is no decline any more: it is not removed without a rule.
    done = is_waiting(article) and judge(article, Verdict.REMOVE, decided) is not None
    return told(request, article, done, _("The article is declined. Its author sees why; you can take it back here."))


@require_POST
def reconsider(request: SignedInRequest, pk: int) -> HttpResponse:
    article = to_judge(request, pk)
    done = acting.reconsider(article, decided_by(request))
    return told(request, article, done is not None, _("The article waits again."))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_article(request: SignedInRequest, pk: int) -> HttpResponse:
    """A form that asks for the rule, as for a comment."""
    article = to_judge(request, pk)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"article": article, "form": form}
        return render(request, "moderation/remove_article.html", context, status=422 if form.is_bound else 200)
    decided = Decided(by=request.user, at=timezone.now(), **form.cleaned_data)
    done = judge(article, Verdict.REMOVE, decided) is not None
    return told(request, article, done, _("The article is removed. Its discussion stays; you can restore it here."))


@require_POST
def restore_article(request: SignedInRequest, pk: int) -> HttpResponse:
    article = to_judge(request, pk)
    done = acting.put_back(article, decided_by(request))
    return told(request, article, done is not None, _("The article is restored."))


# -- What they share --------------------------------------------------------------------------------------------------


def decided_by(request: SignedInRequest) -> Decided:
    return Decided(by=request.user, at=timezone.now())


def to_judge(request: SignedInRequest, pk: int) -> Article:
    require(is_moderator(request.user))
    return get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
