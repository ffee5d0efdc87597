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
from moderation import policy, restricting
from moderation.acting import Decided
from moderation.forms_people import RestrictForm
from moderation.people import record_of

# -- Moderators -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: SignedInRequest, name: str) -> HttpResponse:
    """What is on somebody, and a form to put more on them."""
    person, now = get_person(name), timezone.now()
    require(policy.may_restrict(request.user, person), _("It is not yours to restrict them."))
    form = RestrictForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, person, form)
    fields = form.cleaned_data
    decided = Decided(by=request.user, at=now, rule=fields["rule"], note=fields["note"])
    restricting.restrict(person, form.length_from(now), decided)
    messages.info(request, _("Done, and logged. They see it, with the rule and your words."))
    return see_other(request.path)


def show(request: SignedInRequest, person: User, form: RestrictForm) -> HttpResponse:
    record = record_of(person, now=timezone.now())
    context = {"person": person, "record": record, "form": form}
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
