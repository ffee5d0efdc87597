"""Automatic rules: making them, trying them over the past, and putting them in force."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from forum.articles.policy import is_moderator
from forum.events.announcing import announce
from forum.lib.http import see_other
from forum.lib.refusing import require
from moderation.autoruling import draft_version, overturned, put_in_force, state_of, stop_rule
from moderation.forms_autorules import AutoRuleForm, NewAutoRuleForm, TrialForm, what_it_says
from moderation.models import AutoRule, AutoRuleVersion, Trial
from moderation.trials import findings_page
from moderation.trying import PERIODS

STATES = ("live", "shadow")


@require_safe
def autorules(request: SignedInRequest) -> HttpResponse:
    require(is_moderator(request.user))
    rules = AutoRule.objects.select_related("owner", "current__rule").order_by("title")
    rows = [{"autorule": rule, "state": state_of(rule), "overturned": overturned(rule)} for rule in rules]
    return render(request, "moderation/autorules.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new_autorule(request: SignedInRequest) -> HttpResponse:
    require(is_moderator(request.user))
    form = NewAutoRuleForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (autorule := make(request, form)):
        return see_other(autorule.get_absolute_url())
    return render(request, "moderation/autorule_new.html", {"form": form}, status=422 if form.is_bound else 200)


def make(request: SignedInRequest, form: NewAutoRuleForm) -> AutoRule | None:
    """None where another has its name: the form says so."""
    try:
        with transaction.atomic():
            autorule = AutoRule.objects.create(title=form.cleaned_data["title"], owner=request.user)
            draft_version(autorule, form.terms, by=request.user, at=timezone.now())
    except IntegrityError:
        form.add_error("title", _("Another rule has this name."))
        return None
    return autorule


@require_http_methods(["GET", "HEAD", "POST"])
def autorule(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rule, its versions and trials; sent, its form makes another version, in force when somebody puts it there."""
    require(is_moderator(request.user))
    autorule = get_object_or_404(AutoRule.objects.select_related("owner", "current"), pk=pk)
    versions = autorule.versions.select_related("by", "rule").prefetch_related("trials").order_by("-number")
    form = AutoRuleForm(request.POST if request.method == "POST" else None, of=versions[0])
    if form.is_valid():
        draft_version(autorule, form.terms, by=request.user, at=timezone.now())
        return see_other(autorule.get_absolute_url())
    context = {
        "autorule": autorule,
        "form": form,
        "state": state_of(autorule),
        "versions": [(version, what_it_says(version)) for version in versions],
        "periods": list(PERIODS),
        "overturned": overturned(autorule),
    }
    return render(request, "moderation/autorule.html", context, status=422 if form.is_bound else 200)


@require_POST
def enforce(request: SignedInRequest, pk: int) -> HttpResponse:
    version = to_change(request, pk)
    require(request.POST.get("state") in STATES, _("Live or in the shadow, nothing else."))
    put_in_force(version, request.POST["state"], by=request.user, at=timezone.now())
    return see_other(version.autorule.get_absolute_url())


@require_POST
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    require(is_moderator(request.user))
    autorule = get_object_or_404(AutoRule, pk=pk)
    stop_rule(autorule, by=request.user, at=timezone.now())
    return see_other(autorule.get_absolute_url())


@require_POST
def ask_for_trial(request: SignedInRequest, pk: int) -> HttpResponse:
    version, form = to_change(request, pk), TrialForm(request.POST)
    require(form.is_valid(), _("Over the last 7, 30 or 90 days."))
    with transaction.atomic():
        trial = Trial.objects.create(
            version=version, days=form.cleaned_data["days"], by=request.user, asked_at=timezone.now()
        )
        announce("trial_asked", trial_id=trial.pk)
    return redirect("trial", trial.pk)


@require_safe
def trial(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far it is, and then what it found. htmx asks for the fragment until it is done."""
    require(is_moderator(request.user))
    trial = get_object_or_404(Trial.objects.select_related("version__autorule__current", "version__rule"), pk=pk)
    template = "moderation/_trial.html" if request.htmx else "moderation/trial.html"
    return render(request, template, {"trial": trial, "found": findings_page(trial)})


def to_change(request: SignedInRequest, pk: int) -> AutoRuleVersion:
    require(is_moderator(request.user))
    return get_object_or_404(AutoRuleVersion.objects.select_related("autorule"), pk=pk)
