"""What moderators put on people, and where these read all of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Restriction, User
from accounts.requests import SignedInRequest
from accounts.warning import read_warning, warning_said_read
from forum.lib.http import see_other
from forum.lib.refusing import require
from forum.threads.views import get_person
from moderation import policy, proposing, restricting
from moderation.acting import Decided
from moderation.forms_people import RestrictForm
from moderation.people import record_of
from moderation.proposed import proposed_for
from moderation.proposing import AlreadyProposed
from moderation.restricting import TakesTwo

# -- Moderators -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: SignedInRequest, name: str) -> HttpResponse:
    """What is on somebody, and a form to put more on them."""
    person, now = get_person(name), timezone.now()
    require(policy.may_restrict(request.user, person), _("It is not yours to restrict them."))
    sent = request.POST if request.method == "POST" else None
    form = RestrictForm(sent, is_alone=policy.acts_alone(request.user, person))
    if not form.is_valid():
        return show(request, person, form)
    decided = Decided(by=request.user, at=now, rule=form.cleaned_data["rule"], note=form.cleaned_data["note"])
    try:
        restricting.restrict(person, form.length_from(now), decided)
    except TakesTwo:
        return propose(request, person, form, decided)
    messages.info(request, _("Done, and logged. They see it, with the rule and your words."))
    return see_other(request.path)


def propose(request: SignedInRequest, person: User, form: RestrictForm, decided: Decided) -> HttpResponse:
    meanwhile = form.cleaned_data.get("meanwhile", False)
    try:
        proposing.propose(person, form.length_from(decided.at), decided, meanwhile=meanwhile)
    except AlreadyProposed:
        messages.warning(request, _("Nothing was done: something waits for a second opinion already."))
    else:
        messages.info(request, _("Proposed. It holds as soon as a colleague confirms it."))
    return see_other(request.path)


def show(request: SignedInRequest, person: User, form: RestrictForm) -> HttpResponse:
    now = timezone.now()
    proposed = proposed_for(person, viewer=request.user, now=now)
    context = {"person": person, "record": record_of(person, now=now), "form": form, "proposed": proposed}
    return render(request, "moderation/restrict.html", context, status=422 if form.is_bound else 200)


@require_POST
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    restriction = get_object_or_404(Restriction.objects.select_related("person"), pk=pk)
    require(policy.may_restrict(request.user, restriction.person), _("It is not yours to lift this."))
    done = restricting.lift(restriction, Decided(by=request.user, at=timezone.now()))
    messages.info(request, _("Lifted. What else is on them holds as before.") if done else _("It was over already."))
    return see_other(reverse("restrict", args=[restriction.person.username]))


# -- Whom it befell ---------------------------------------------------------------------------------------------------


@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    record = record_of(request.user, now=timezone.now())
    return render(request, "moderation/restrictions.html", {"record": record})


@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """They have read a warning."""
    warning = get_object_or_404(request.user.restrictions, pk=warning_said_read(request), kind=Restriction.Kind.WARN)
    read_warning(request.user, warning.pk, at=timezone.now())
    return redirect("restrictions")
