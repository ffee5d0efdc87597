"""What was decided about what somebody wrote: where they read it and appeal, and where appeals are answered."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from forum.comments.forms import TypedField
from forum.comments.policy import is_moderator
from forum.lib.caching import for_one
from forum.lib.http import see_other
from forum.lib.pagination import cursor
from forum.lib.refusing import require
from forum.lib.stamps import Clock
from moderation.acting import Decided
from moderation.appealing import AlreadyAnswered, CannotAppeal, answer, appeal
from moderation.models import Appeal
from moderation.models.appeals import TEXT_LENGTH
from moderation.models.log import NOTE_LENGTH
from moderation.pages import queue_page
from moderation.pages_appeals import line_of
from moderation.queue import Choice, Order, Tab
from moderation.restricting import CannotRestrict
from moderation.statements import own_decision, own_decisions, statement_of


class AppealForm(forms.Form):
    text = TypedField(
        label=gettext_lazy("Why is the decision wrong?"),
        max_length=TEXT_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say why, in your own words.")},
    )


class AnswerForm(forms.Form):
    note = TypedField(
        label=gettext_lazy("What you answer"),
        max_length=NOTE_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say why: whoever appealed reads this.")},
    )


# -- Whom it befell ---------------------------------------------------------------------------------------------------


@require_safe
def decisions(request: SignedInRequest) -> HttpResponse:
    page = own_decisions(request.user, after=cursor(request), now=timezone.now())
    return for_one(render(request, "moderation/decisions.html", {"page": page}))


@require_safe
def decision(request: SignedInRequest, number: int) -> HttpResponse:
    return show_decision(request, number, AppealForm(use_required_attribute=False))


@require_http_methods(["POST"])
def appeal_decision(request: SignedInRequest, number: int) -> HttpResponse:
    entry = own_decision(request.user, number)
    form = AppealForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show_decision(request, number, form)
    try:
        appeal(entry, by=request.user, text=form.cleaned_data["text"], at=timezone.now())
    except CannotAppeal as refused:
        form.add_error(None, str(refused))
        return show_decision(request, number, form)
    messages.success(request, _("Your appeal has arrived. Another moderator answers it within a week."))
    return see_other(reverse("decision", args=[number]))


def show_decision(request: SignedInRequest, number: int, form: AppealForm) -> HttpResponse:
    clock = Clock(timezone.now())
    statement = statement_of(own_decision(request.user, number), request.user, clock)
    context = {"statement": statement, "form": form}
    return for_one(render(request, "moderation/decision.html", context, status=422 if form.is_bound else 200))


# -- Who answers ------------------------------------------------------------------------------------------------------


@require_safe
def appeals(request: SignedInRequest) -> HttpResponse:
    """They wait in the queue."""
    require(is_moderator(request.user))
    return redirect(queue_of_appeals())


@require_http_methods(["GET", "HEAD", "POST"])
def answer_appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Uphold the decision, or overturn it where that button was pressed."""
    require(is_moderator(request.user))
    made = get_object_or_404(Appeal.objects.for_answer(), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if not form.is_valid():
        return show_appeal(request, made, form)
    decided = Decided(by=request.user, at=timezone.now(), rule=made.decision.rule, note=form.cleaned_data["note"])
    try:
        answer(pk, decided, overturn="overturn" in request.POST)
    except AlreadyAnswered:
        messages.warning(request, _("A colleague was first: the appeal is answered."))
    except CannotRestrict:
        require(allowed=False, reason=_("It is not yours to lift this: somebody above them in rank answers."))
    return see_other(queue_of_appeals())


def show_appeal(request: SignedInRequest, made: Appeal, form: AnswerForm) -> HttpResponse:
    """Beside the others that wait."""
    choice = Choice(request.user, timezone.now(), Tab.APPEALS, Order.AGE)
    line = line_of(made, request.user, choice.now)
    context = queue_page(choice) | {"appeal": made, "appeal_line": line, "form": form}
    return for_one(render(request, "moderation/queue.html", context, status=422 if form.is_bound else 200))


def queue_of_appeals() -> str:
    return f"{reverse('queue')}?tab={Tab.APPEALS}"
