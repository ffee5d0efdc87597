"""What a decision rests on, as those who decide fill it in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.articles.forms import WrittenField
from moderation.models import Rule
from moderation.models.log import NOTE_LENGTH


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
    note = WrittenField(
        label=_("A word to its author, if you like"),
        most=lambda: NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
