"""What is sent about notifications, and about watching and muting."""

from datetime import datetime, timedelta

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.notifications.models import OWED, Kind
from forum.threads.models import Attention


class Lasts(models.TextChoices):
    FOR_GOOD = "", _("Until I change it")
    DAY = "1", _("For a day")
    WEEK = "7", _("For a week")
    MONTH = "30", _("For a month")


class AttentionForm(forms.Form):
    """Empty: neither, what is above decides. `toggle`: what is so already is taken off."""

    level = forms.ChoiceField(
        label=_("What you want of it"),
        choices=[("", _("As usual")), ("watch", _("Watch: be told what is new")), ("mute", _("Mute: be spared it"))],
        required=False,
        widget=forms.RadioSelect,
    )
    lasts = forms.ChoiceField(label=_("For how long"), choices=Lasts.choices, required=False)
    toggle = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def until(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["lasts"]
        return now + timedelta(days=int(days)) if days else None

    def level_after(self, before: str) -> Attention.Level | None:
        """What is to be set now, where `before` was."""
        word = self.cleaned_data["level"]
        if not word or (self.cleaned_data["toggle"] and word == before):
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
