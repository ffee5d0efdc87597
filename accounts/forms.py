from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.preferences import Theme


class ThemeForm(forms.Form):
    theme = forms.TypedChoiceField(
        label=_("Light or dark"),
        choices=Theme.choices,
        coerce=Theme,
        empty_value=Theme.SYSTEM,
        required=False,
        widget=forms.RadioSelect,
    )
