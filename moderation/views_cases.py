"""What a case needs besides a verdict: an admin, or something for its author; and filters that are kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from forum.lib.http import see_other
from forum.lib.refusing import require
from moderation import escalating, filtering, policy
from moderation.acting import Decided, NotTheirs
from moderation.deciding import AlreadyDecided, decide
from moderation.filtering import TooManyFilters
from moderation.forms import DecisionForm
from moderation.forms_queue import EscalationForm, FilterForm, RestrictAuthorForm
from moderation.pages import case_page, queue_page
from moderation.views_queue import case_url, choice_of, get_case, queue_url, show, url_after

# -- Passing it on ----------------------------------------------------------------------------------------------------


@require_POST
def escalate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Then the next case, with the way back."""
    choice, case = choice_of(request), get_case(pk)
    form = EscalationForm(request.POST, auto_id="escalate-%s")
    if not form.is_valid():
        return show(request, choice, case_page(case, choice) | {"escalation_form": form}, status=422)
    if not escalating.escalate(case, by=request.user, why=form.cleaned_data["why"], at=choice.now):
        return see_other(case_url(pk, choice))
    return see_other(f"{url_after(case, choice, None)}&passed={pk}")


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    choice, case = choice_of(request), get_case(pk)
    require(case.escalated_at is None or policy.may_take_back(request.user, case))
    escalating.take_back(case, by=request.user)
    return see_other(case_url(pk, choice))


# -- Its author -------------------------------------------------------------------------------------------------------


@require_POST
def restrict_author(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide the case and put something on its author, in one go."""
    choice, case = choice_of(request), get_case(pk)
    require(policy.may_restrict(request.user, case.thing.author), _("It is not yours to restrict them."))
    form = RestrictAuthorForm(request.POST)
    if not form.is_valid():
        page = case_page(case, choice, form=DecisionForm(case=case, note=request.POST.get("note", "")))
        return show(request, choice, page | {"restrict_form": form}, status=422)
    fields, now = form.cleaned_data, timezone.now()
    decided = Decided(by=request.user, at=now, rule=fields["rule"], note=fields["note"])
    try:
        entry = decide(pk, form.verdict, decided, also=form.length_from(now))
    except (AlreadyDecided, NotTheirs):
        return see_other(case_url(pk, choice))
    return see_other(url_after(case, choice, entry))


# -- Filters ----------------------------------------------------------------------------------------------------------


@require_POST
def save_filter(request: SignedInRequest) -> HttpResponse:
    """What the address is narrowed to, as a tab of one's own."""
    choice = choice_of(request)
    form = FilterForm(request.POST, choice=choice)
    try:
        if form.is_valid():
            filtering.save_filter(form.cleaned_data["name"], choice.query, owner=request.user)
            return see_other(queue_url(choice))
    except TooManyFilters as refused:
        form.add_error("name", str(refused))
    return render(request, "moderation/queue.html", queue_page(choice) | {"filter_form": form}, status=422)


@require_POST
def forget_filter(request: SignedInRequest, pk: int) -> HttpResponse:
    choice = choice_of(request)
    require(filtering.forget_filter(pk, owner=request.user))
    return see_other(queue_url(choice.all_of(choice.tab)))
