"""What an automatic rule is made of, as its form has it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forum.articles.forms import LineField, WrittenField
from moderation.autoruling import Terms
from moderation.conditions import HOST_LENGTH, MOST_HOSTS, PATTERN_LENGTH, BadPattern, Conditions, compiled
from moderation.models import AutoRuleVersion, Rule
from moderation.models.autorules import WORDS_LENGTH
from moderation.models.rules import TITLE_LENGTH
from moderation.trying import PERIODS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Past these a condition would say nothing: no pace and no age is higher.
MOST_OF_ANYTHING, LOWEST_STANDING = 10_000, -1_000_000


def count_field(label: "StrOrPromise") -> forms.IntegerField:
    """A bound that need not be set."""
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_OF_ANYTHING, required=False)


class AutoRuleForm(forms.Form):
    pattern = forms.CharField(
        label=_("The text matches"),
        help_text=_("A regular expression of RE2, in any case: pills?|watches"),
        max_length=PATTERN_LENGTH,
        required=False,
    )
    links_at_least = count_field(_("It leads to at least so many other sites"))
    hosts = forms.CharField(
        label=_("It leads to one of these sites"),
        help_text=_("One a line, such as example.org; what lies below it counts, too."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    newer_than_days = count_field(_("Its author has been here for less than so many days"))
    fewer_comments_than = count_field(_("Its author has written fewer comments than"))
    standing_below = forms.IntegerField(
        label=_("Its author's standing is below"), min_value=LOWEST_STANDING, max_value=MOST_OF_ANYTHING, required=False
    )
    rate_at_least = count_field(_("Its author wrote at least so many comments within ten minutes"))
    repeats_at_least = count_field(_("Its author wrote the same at least so many times before"))
    heat_at_least = count_field(_("Its thread got at least so many comments within an hour"))
    reports_at_least = count_field(_("At least so many people reported it"))
    action = forms.ChoiceField(label=_("Then"), choices=AutoRuleVersion.Action.choices, widget=forms.RadioSelect)
    rule = forms.ModelChoiceField(label=_("It stands for the rule"), queryset=Rule.objects.in_force(), empty_label=None)
    words = WrittenField(
        label=_("What its author is told"), most=lambda: WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )

    CONDITIONS = (
        *("pattern", "links_at_least", "hosts", "newer_than_days", "fewer_comments_than", "standing_below"),
        *("rate_at_least", "repeats_at_least", "heat_at_least", "reports_at_least"),
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, of: AutoRuleVersion | None = None) -> None:
        super().__init__(data, initial=said_by(of) if of else {}, use_required_attribute=False)

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        try:
            compiled(pattern)
        except BadPattern as bad:
            raise ValidationError(_("RE2 does not take this: %(why)s"), params={"why": bad}) from None
        return pattern

    def clean_hosts(self) -> tuple[str, ...]:
        hosts = tuple(dict.fromkeys(self.cleaned_data["hosts"].lower().split()))
        if len(hosts) > MOST_HOSTS or any(len(host) > HOST_LENGTH for host in hosts):
            raise ValidationError(_("At most %(most)d sites, each by its name."), params={"most": MOST_HOSTS})
        return hosts

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and not any(said[name] not in (None, "", ()) for name in self.CONDITIONS):
            raise ValidationError(_("Say when it applies: at least one condition."))
        return said

    @property
    def terms(self) -> Terms:
        """Of a valid form."""
        said = self.cleaned_data
        conditions = {name: said[name] for name in self.CONDITIONS if said[name] is not None}
        action = AutoRuleVersion.Action(said["action"])
        return Terms(Conditions(**conditions), action, said["rule"], said["words"])

    def fieldset(self) -> list[forms.BoundField]:
        return [self[name] for name in self.CONDITIONS]


class NewAutoRuleForm(AutoRuleForm):
    title = LineField(label=_("Name"), most=lambda: TITLE_LENGTH)


def said_by(version: AutoRuleVersion) -> dict[str, object]:
    conditions = {**version.conditions, "hosts": "\n".join(version.conditions.get("hosts", []))}
    then = {"action": version.action, "rule": version.rule_id, "words": version.words}
    return {**conditions, **then}


def what_it_says(version: AutoRuleVersion) -> list[tuple[str, object]]:
    """Its conditions, each as the form calls it."""
    fields, said = AutoRuleForm.base_fields, version.conditions
    shown = {**said, "hosts": ", ".join(said.get("hosts", []))}
    return [(str(fields[name].label), shown[name]) for name in AutoRuleForm.CONDITIONS if said.get(name)]


class TrialForm(forms.Form):
    days = forms.TypedChoiceField(choices=[(str(days), str(days)) for days in PERIODS], coerce=int)
