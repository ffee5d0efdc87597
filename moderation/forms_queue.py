"""What of the queue a moderator wants to see, and what is put on a case's author together with its decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Restriction
from moderation.deciding import Verdict
from moderation.forms import WordsField
from moderation.forms_people import LENGTHS, RestrictForm
from moderation.models import Rule
from moderation.models.cases import WHY_LENGTH
from moderation.models.filters import NAME_LENGTH, QUERY_LENGTH
from moderation.narrowing import MOST, Age, Source
from moderation.queue import Choice
from moderation.restricting import ALONE

Kind = Restriction.Kind

ANY = ("", _("Any"))


class EscalationForm(forms.Form):
    why = WordsField(label=_("Why should an admin decide it?"), most=WHY_LENGTH)


class NarrowForm(forms.Form):
    """Shown alone: an address that says anything else is understood as far as it can be (moderation.narrowing)."""

    rule = forms.ModelChoiceField(label=_("Rule"), queryset=Rule.objects.in_force(), empty_label=_("Any"))
    source = forms.ChoiceField(label=_("Here because of"), choices=[ANY, *Source.choices])
    age = forms.ChoiceField(label=_("Waits"), choices=[ANY, *Age.choices])
    author = forms.CharField(label=_("Author"), max_length=MOST)
    article = forms.CharField(label=_("Number of the article"), max_length=18)
    tag = forms.CharField(label=_("Tag"), max_length=MOST)

    def __init__(self, choice: Choice) -> None:
        super().__init__(initial=vars(choice.only), auto_id="narrow-%s", use_required_attribute=False)
        for name in ("author", "article", "tag"):
            self.fields[name].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


class FilterForm(forms.Form):
    name = WordsField(label=_("Keep it as a tab named"), most=NAME_LENGTH)

    def __init__(self, data: Any = None, *, choice: Choice) -> None:
        super().__init__(data, auto_id="filter-%s", use_required_attribute=False)
        self.fields["name"].widget = forms.TextInput(attrs={"maxlength": NAME_LENGTH, "dir": "auto"})
        self.choice = choice

    def clean(self) -> None:
        if len(self.choice.query) > QUERY_LENGTH:
            self.add_error("name", _("That is too much to keep. Narrow it by less."))


class RestrictAuthorForm(RestrictForm):
    """Beside the decision of a case: one press says what, the rest is filled in. What takes two is done elsewhere."""

    kind = forms.ChoiceField(
        choices=[
            (Kind.WARN, _("Warn")),
            (Kind.SLOW, _("Slow down")),
            (Kind.PREMODERATE, _("Pre-moderate")),
            (Kind.SUSPEND, _("Suspend")),
        ],
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose one of these.")},
    )
    rule = forms.ModelChoiceField(
        label=_("By which rule?"),
        queryset=Rule.objects.in_force(),
        empty_label=None,
        error_messages={"required": _("Choose the rule."), "invalid_choice": _("Choose one of these rules.")},
    )
    remove = forms.BooleanField(label=_("and remove it"), initial=True, required=False)

    def __init__(self, data: Any = None, *, rule: Rule | None = None, rules: Sequence[Rule] = ()) -> None:
        """The rules in force, where somebody has read them already."""
        super().__init__(data, is_alone=True, prefix="put", initial={"rule": rule}, use_required_attribute=False)
        # Inside the form of the decision: what is wrong here must not keep anybody from deciding without it.
        self.fields["minutes"].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
        if rules:
            self.fields["rule"].choices = [(each.pk, each.title) for each in rules]  # type: ignore[attr-defined]  # likewise
        lengths = self.fields["length"].choices  # type: ignore[attr-defined]  # of a choice field
        ending = [(value, label) for value, label in lengths if value in LENGTHS and LENGTHS[value] <= ALONE]
        self.fields["length"] = forms.ChoiceField(label=_("For how long?"), choices=ending, initial="7d")

    def add_prefix(self, name: str) -> str:
        """The word to its author is the decision's own."""
        return name if name == "note" else super().add_prefix(name)

    @property
    def verdict(self) -> Verdict:
        return Verdict.REMOVE if self.cleaned_data["remove"] else Verdict.APPROVE
