"""What a decision rests on, as those who decide fill it in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forum.lib.text import clean_text
from moderation import policy
from moderation.deciding import Verdict
from moderation.models import Case, Rule
from moderation.models.cases import QUESTION_LENGTH
from moderation.models.log import NOTE_LENGTH
from moderation.models.notes import TEXT_LENGTH

# Beside the verdicts: it stays open, and is kept from readers meanwhile.
HOLD = "hold"


class WordsField(forms.CharField):
    """A text without what nobody can have meant to write, bounded as its column is."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=most, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}), **kwargs)

    def to_python(self, value: object) -> str:
        return clean_text(super().to_python(value) or "")


class RemoveForm(forms.Form):
    rule = forms.ModelChoiceField(
        label=_("Which rule does it break?"),
        queryset=Rule.objects.in_force(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the rule: its author is told."),
            "invalid_choice": _("Choose one of these rules."),
        },
    )
    note = WordsField(label=_("A word to its author, if you like"), most=NOTE_LENGTH, required=False)


class DecisionForm(forms.Form):
    """A verdict, or the rule by which the thing is removed; and a word to its author with either."""

    verdict = forms.ChoiceField(choices=[*Verdict.choices, (HOLD, HOLD)], required=False)
    rule = forms.ModelChoiceField(queryset=Rule.objects.in_force(), required=False)
    note = WordsField(label=_("A word to its author, if you like"), most=NOTE_LENGTH, required=False)

    def __init__(self, data: Any = None, *, case: Case, note: str = "") -> None:
        super().__init__(data, initial={"note": note})
        self.thing = case.thing

    def clean_verdict(self) -> str:
        verdict: str = self.cleaned_data["verdict"]
        is_possible = {
            Verdict.REMOVE.value: policy.can_remove(self.thing),
            HOLD: policy.can_hold(self.thing),
            Verdict.LOCK_BRANCH.value: policy.can_lock_branch(self.thing),
            "": policy.can_remove(self.thing) and "rule" in self.data,
        }
        if not is_possible.get(verdict, True):
            raise ValidationError(_("That cannot be done to it. Choose something else."))
        return verdict or Verdict.REMOVE.value

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if fields.get("verdict") == Verdict.REMOVE and not fields.get("rule") and "rule" not in self.errors:
            self.add_error("rule", _("Choose the rule: its author is told."))
        return fields


class NoteForm(forms.Form):
    text = WordsField(label=_("A note for moderators"), most=TEXT_LENGTH)


class QuestionForm(forms.Form):
    question = WordsField(label=_("What would you like to know?"), most=QUESTION_LENGTH)


class BulkForm(forms.Form):
    """What is meant, by its boxes or all that match, and what is to become of it."""

    verdict = forms.ChoiceField(choices=Verdict.choices, required=False)
    rule = forms.ModelChoiceField(
        label=_("Which rule does it break?"),
        queryset=Rule.objects.in_force(),
        empty_label=None,
        widget=forms.RadioSelect,
        required=False,
    )
    note = WordsField(label=_("A word to each author, if you like"), most=NOTE_LENGTH, required=False)
    all = forms.BooleanField(required=False)
    case = forms.TypedMultipleChoiceField(required=False, coerce=int)
    # The newest case when the count was shown, and the id under which it is done, once.
    newest = forms.IntegerField(required=False, min_value=0, max_value=10**18)
    key = forms.UUIDField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_confirmed = "confirmed" in data
        numbers = [word for word in data.getlist("case") if word.isascii() and word.isdigit() and len(word) <= 18]
        self.fields["case"].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]  # of a choice field

    def clean(self) -> dict[str, Any]:
        """How many they are is shown before anything else is asked for."""
        fields = super().clean() or self.cleaned_data
        if not self.is_confirmed:
            return fields
        if not fields.get("verdict"):
            self.add_error("verdict", _("Choose what is to be done."))
        if fields.get("verdict") == Verdict.REMOVE and not fields.get("rule"):
            self.add_error("rule", _("Choose the rule: its author is told."))
        if not fields.get("key") or (fields.get("all") and fields.get("newest") is None):
            self.add_error("key", _("This page has grown old. Look at the number again."))
        return fields
