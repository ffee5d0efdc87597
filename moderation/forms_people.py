"""What is put on somebody, and how long, as those who decide fill it in."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Restriction
from moderation.forms import RemoveForm, WordsField
from moderation.models.log import NOTE_LENGTH
from moderation.restricting import Length

Kind = Restriction.Kind
UNTIL_LIFTED = "lifted"
LENGTHS = {
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
    "365d": timedelta(days=365),
}
# Of these the length says nothing.
ENDLESS = (Kind.WARN, Kind.BAN)
# Slower than once a day is a suspension.
MOST_MINUTES = 24 * 60


class RestrictForm(RemoveForm):
    """With the rule and the word to them that every decision has."""

    kind = forms.ChoiceField(
        label=_("What?"),
        choices=[
            (Kind.WARN, _("Warn: they read it before they post again")),
            (Kind.SLOW, _("Slow down: one post in so many minutes")),
            (Kind.PREMODERATE, _("Pre-moderate: what they write waits for a moderator")),
            (Kind.SUSPEND, _("Suspend: they read, but do not write, vote or report")),
            (Kind.BAN, _("Ban: the same, without an end")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose one of these.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes between two posts, in slow mode"),
        min_value=1,
        max_value=MOST_MINUTES,
        initial=30,
        required=False,
    )
    length = forms.ChoiceField(
        label=_("How long?"),
        help_text=_("A warning holds until it is read, a ban until it is lifted."),
        choices=[
            ("1h", _("An hour")),
            ("1d", _("A day")),
            ("7d", _("A week")),
            ("30d", _("30 days")),
            ("90d", _("90 days")),
            ("365d", _("A year")),
            (UNTIL_LIFTED, _("Until it is lifted")),
        ],
        initial="7d",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long."), "invalid_choice": _("Choose one of these.")},
    )
    note = WordsField(label=_("A word to them, if you like"), most=NOTE_LENGTH, required=False)
    meanwhile = forms.BooleanField(
        label=_("Suspend them for 30 days at once, while a colleague thinks about it"), initial=True, required=False
    )
    form_key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    field_order = ("kind", "minutes", "length", "rule", "note", "meanwhile", "form_key")

    def __init__(self, data: QueryDict | None = None, *, is_alone: bool = False, **options: Any) -> None:
        """Where nobody is there to confirm anything, nothing is asked about the time until then."""
        super().__init__(data, **options)
        if is_alone:
            del self.fields["meanwhile"]

    def clean(self) -> None:
        kind, length = self.cleaned_data.get("kind"), self.cleaned_data.get("length")
        if kind == Kind.SUSPEND and length == UNTIL_LIFTED:
            self.add_error("length", _("A suspension has an end. Without one it is a ban."))
        if kind == Kind.SLOW and not self.cleaned_data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how many minutes."))

    def length_from(self, now: datetime) -> Length:
        """Of a valid form."""
        kind, length = Kind(self.cleaned_data["kind"]), LENGTHS.get(self.cleaned_data["length"])
        return Length(
            kind=kind,
            until=now + length if length and kind not in ENDLESS else None,
            minutes=self.cleaned_data["minutes"] if kind == Kind.SLOW else None,
            form_key=self.cleaned_data["form_key"],
        )
