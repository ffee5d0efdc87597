"""What moderators do to whole branches and discussions: they lock, move and merge them, and take that back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from forum.articles.models import Article
from forum.articles.policy import is_moderator, may_merge
from forum.comments import policy
from forum.comments.models import Comment
from forum.comments.views import get_comment
from forum.comments.writing import Refused
from forum.lib.caching import for_one
from forum.lib.http import see_other
from forum.lib.refusing import require
from moderation import acting, moving
from moderation.acting import Decided
from moderation.forms_moving import ReasonForm, WhereForm
from moderation.models import LoggedAct
from moderation.models.log import LoggedActQuerySet
from moderation.undoing import UNDONE_IN_LOG, CannotUndo, undo_in_log
from moderation.views_acts import decided_by, to_judge

# -- Branches ---------------------------------------------------------------------------------------------------------


@require_safe
def branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """What can be done to all of it."""
    return show_branch(request, to_tend(request, pk))


def show_branch(
    request: SignedInRequest, comment: Comment, *, where: WhereForm | None = None, reason: ReasonForm | None = None
) -> HttpResponse:
    context = {
        "comment": comment,
        "where": where or WhereForm(origin=comment.article),
        "reason": reason or ReasonForm(auto_id="lock-%s"),
        "entries": standing(LoggedAct.objects.filter(comment=comment)),
    }
    is_refused = (where and where.errors) or (reason and reason.errors)
    return for_one(render(request, "moderation/branch.html", context, status=422 if is_refused else 200))


@require_POST
def lock(request: SignedInRequest, pk: int) -> HttpResponse:
    comment, form = to_tend(request, pk), ReasonForm(request.POST, auto_id="lock-%s")
    if not form.is_valid():
        return show_branch(request, comment, reason=form)
    acting.lock_below(comment, Decided(by=request.user, at=timezone.now(), **form.cleaned_data))
    messages.info(request, _("The branch is locked: nobody can answer there."))
    return see_other(comment.get_absolute_url())


@require_POST
def unlock(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = to_tend(request, pk)
    acting.unlock_below(comment, decided_by(request))
    messages.info(request, _("The branch is unlocked."))
    return see_other(comment.get_absolute_url())


@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = to_tend(request, pk)
    form = WhereForm(request.POST, origin=comment.article)
    if not form.is_valid() or not form.is_meant:
        return show_branch(request, comment, where=form)
    try:
        entry = moving.move(comment, form.cleaned_data["to"], decided_in(form, request))
    except Refused as refused:
        form.add_error("to", str(refused))
        return show_branch(request, comment, where=form)
    if entry:
        sentence = _("The branch is moved. No. %(number)d in the log takes it back.")
        messages.info(request, sentence % {"number": entry.pk})
    return see_other(comment.get_absolute_url())


# -- Articles ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    article = to_judge(request, pk)
    if article.merged_into:
        return see_other(article.merged_into.get_absolute_url())
    require(may_merge(request.user, article), _("Only what stands in lists can be merged into something else."))
    form = WhereForm(request.POST if request.method == "POST" else None, origin=article)
    if not form.is_valid() or not form.is_meant:
        return show_merge(request, article, form)
    into = form.cleaned_data["to"]
    try:
        entry = moving.merge(article, into, decided_in(form, request))
    except Refused as refused:
        form.add_error("to", str(refused))
        return show_merge(request, article, form)
    if entry:
        sentence = _("The articles are merged. No. %(number)d in the log takes it apart.")
        messages.info(request, sentence % {"number": entry.pk})
    return see_other(into.get_absolute_url())


def show_merge(request: SignedInRequest, article: Article, form: WhereForm) -> HttpResponse:
    context = {
        "article": article,
        "where": form,
        "threads": Comment.objects.on(article).threads().listed().count(),
        "entries": standing(LoggedAct.objects.filter(to_article=article, article__isnull=False)),
    }
    return for_one(render(request, "moderation/merge.html", context, status=422 if form.errors else 200))


# -- Taking it back ---------------------------------------------------------------------------------------------------


@require_POST
def undo(request: SignedInRequest, number: int) -> HttpResponse:
    """Then the entry that says so."""
    require(is_moderator(request.user))
    try:
        entry = undo_in_log(number, decided_by(request))
    except CannotUndo as reason:
        messages.warning(request, str(reason))
        return see_other(reverse("log_entry", args=[number]))
    messages.info(request, _("It is taken back."))
    return see_other(reverse("log_entry", args=[entry.pk]))


# -- What they share --------------------------------------------------------------------------------------------------


def to_tend(request: SignedInRequest, pk: int) -> Comment:
    comment = get_comment(request, pk)
    require(policy.may_tend(request.user, comment))
    return comment


def decided_in(form: WhereForm, request: SignedInRequest) -> Decided:
    fields = form.cleaned_data
    return Decided(by=request.user, at=timezone.now(), rule=fields["rule"], note=fields["note"])


def standing(entries: LoggedActQuerySet) -> LoggedActQuerySet:
    """Those of them that can be taken back in the log, the latest first: there are never many."""
    return entries.filter(act__in=UNDONE_IN_LOG, reverted_by__isnull=True).newest_first()
