"""The rules: as everybody reads them, and as admins write them."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from forum.comments.forms import TypedField
from forum.lib.caching import for_one, varies_by_reader
from forum.lib.http import see_other
from forum.lib.refusing import require
from moderation.acting import Decided
from moderation.models import Rule
from moderation.models.rules import TEXT_LENGTH, TITLE_LENGTH
from moderation.ruling import (
    RuleAboutLaw,
    Wording,
    add_rule,
    bring_back_rule,
    change_rule,
    move_rule,
    retire_rule,
)


class RuleForm(forms.Form):
    title = TypedField(
        label=gettext_lazy("The rule in a few words"),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the rule a title.")},
    )
    text = TypedField(
        label=gettext_lazy("What it means"),
        max_length=TEXT_LENGTH,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_legal = forms.BooleanField(
        label=gettext_lazy("Notices of something illegal name this rule, and no other"), required=False
    )

    @property
    def wording(self) -> Wording:
        """Of a valid form."""
        return Wording(**self.cleaned_data)


@require_safe
@login_not_required
@varies_by_reader
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/rules.html", {"rules": Rule.objects.in_force()})


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: SignedInRequest) -> HttpResponse:
    """All rules, and a form for another one."""
    require(is_admin(request.user))
    form = new_form(request)
    if form.is_valid() and is_written(form, lambda: add_rule(form.wording, decided_by(request))):
        return see_other(reverse("manage_rules"))
    context = {
        "form": form,
        "rules": Rule.objects.in_force(),
        "retired": Rule.objects.filter(retired_at__isnull=False).order_by("title"),
    }
    return for_one(render(request, "moderation/manage_rules.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    require(is_admin(request.user))
    rule = get_object_or_404(Rule, pk=pk)
    form = new_form(request, initial={"title": rule.title, "text": rule.text, "is_legal": rule.is_legal})
    if form.is_valid() and is_written(form, lambda: change_rule(rule, form.wording, decided_by(request))):
        return see_other(reverse("manage_rules"))
    context = {"form": form, "rule": rule}
    return for_one(render(request, "moderation/change_rule.html", context, status=422 if form.is_bound else 200))


@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Up, or down where the button says so."""
    require(is_admin(request.user))
    move_rule(get_object_or_404(Rule, pk=pk), decided_by(request), up=request.POST.get("way") != "down")
    return see_other(f"{reverse('manage_rules')}#rule-{pk}")


@require_POST
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    require(is_admin(request.user))
    try:
        retire_rule(get_object_or_404(Rule, pk=pk), decided_by(request))
    except RuleAboutLaw as refused:
        messages.warning(request, str(refused))
    return see_other(reverse("manage_rules"))


@require_POST
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    require(is_admin(request.user))
    bring_back_rule(get_object_or_404(Rule, pk=pk), decided_by(request))
    return see_other(reverse("manage_rules"))


# -- What they share --------------------------------------------------------------------------------------------------


def is_admin(viewer: User) -> bool:
    return viewer.is_active and viewer.role == User.Role.ADMIN


def decided_by(request: SignedInRequest) -> Decided:
    return Decided(by=request.user, at=timezone.now())


def new_form(request: HttpRequest, *, initial: dict[str, object] | None = None) -> RuleForm:
    return RuleForm(request.POST if request.method == "POST" else None, initial=initial, use_required_attribute=False)


def is_written(form: RuleForm, write: Callable[[], object]) -> bool:
    """False where there is a rule of that title, in these or in other capitals: the form says so."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        form.add_error("title", _("There is a rule of this title already, perhaps a retired one."))
        return False
    return True
