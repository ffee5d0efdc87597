"""What is sent about notifications, and about watching and muting."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.lib.times import full
from forum.notifications.models import OWED, Kind
from forum.threads.models import Attention


class Lasts(models.TextChoices):
    FOR_GOOD = "", _("Until I change it")
    DAY = "1", _("For a day")
    WEEK = "7", _("For a week")
    MONTH = "30", _("For a month")


# To be kept as it stands: what ends by itself is not to be set for good by whoever changes nothing.
AS_IT_IS = "as_it_is"


class AttentionForm(forms.Form):
    """Empty: neither, what is above decides. `toggle`: what is so already (`before`) is taken off."""

    level = forms.ChoiceField(
        label=_("What you want of it"),
        choices=[("", _("As usual")), ("watch", _("Watch: be told what is new")), ("mute", _("Mute: be spared it"))],
        required=False,
        widget=forms.RadioSelect,
    )
    lasts = forms.ChoiceField(label=_("For how long"), choices=Lasts.choices, required=False)
    toggle = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, sent: Mapping[str, str] | None, *, before: Attention | None) -> None:
        self.level_before = before.level if before else ""
        self.ends = before.until if before else None
        super().__init__(sent, initial={"level": self.level_before, "lasts": AS_IT_IS if self.ends else ""})
        if self.ends:
            as_it_is = (AS_IT_IS, gettext("As it is: until %(when)s") % {"when": full(self.ends)})
            self.fields["lasts"] = forms.ChoiceField(
                label=self.fields["lasts"].label, choices=[as_it_is, *Lasts.choices], required=False
            )

    def until(self, now: datetime) -> datetime | None:
        word = self.cleaned_data["lasts"]
        if word == AS_IT_IS:
            return self.ends
        return now + timedelta(days=int(word)) if word else None

    @property
    def level_after(self) -> Attention.Level | None:
        """What is to be set now."""
        word = self.cleaned_data["level"]
        if not word or (self.cleaned_data["toggle"] and word == self.level_before):
            return None
        return Attention.Level(word)


class ReadForm(forms.Form):
    """One group, by its latest notification; or all of a kind, or all, up to what the page showed."""

    of = forms.IntegerField(min_value=1, max_value=10**18, required=False)
    up_to = forms.IntegerField(min_value=0, max_value=10**18, required=False)
    kind = forms.ChoiceField(choices=[("", ""), *Kind.choices], required=False)


class WishesForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label=_("Tell me of"),
        choices=[(kind.value, kind.label) for kind in Kind if kind not in OWED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def all_wanted(self) -> set[str]:
        return {*self.cleaned_data["wanted"], *OWED}
