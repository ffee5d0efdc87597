"""A measure for a while, as its form has it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moderation.calming import MOST_MINUTES, Measure

# How long a measure may be taken for, in hours.
HOURS = {1: _("1 hour"), 3: _("3 hours"), 12: _("12 hours"), 24: _("a day"), 72: _("3 days"), 168: _("a week")}


class CalmForm(forms.Form):
    measure = forms.TypedChoiceField(label=_("Measure"), choices=Measure.choices, coerce=Measure)
    hours = forms.TypedChoiceField(label=_("For"), choices=list(HOURS.items()), coerce=int)
    minutes = forms.IntegerField(
        label=_("Minutes between two comments"), min_value=1, max_value=MOST_MINUTES, initial=5, required=False
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, of_forum: bool) -> None:
        """Of one article, or of the whole forum, to which alone some measures belong."""
        super().__init__(data)
        measure = self.fields["measure"]
        if isinstance(measure, forms.TypedChoiceField) and not of_forum:
            measure.choices = [choice for choice in Measure.choices if choice[0] != Measure.SIGN_UPS]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("measure") != Measure.SLOW:
            said["minutes"] = None
        elif not said.get("minutes") and "minutes" not in self.errors:
            raise ValidationError(_("Say how many minutes lie between two comments."))
        return said


class EndCalmForm(forms.Form):
    measure = forms.TypedChoiceField(choices=Measure.choices, coerce=Measure)
