"""What readers and strangers fill in to tell moderators of something."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.adapter import MAX_ADDRESS
from forum.articles.models import Article
from forum.comments.forms import TypedField
from forum.comments.models import Comment
from moderation.models import Rule
from moderation.models.reports import NAME_LENGTH, NOTE_LENGTH, QUOTE_LENGTH
from moderation.outcomes import is_to_be_seen
from moderation.pointing import thing_at

# Of an address that somebody pastes: none of ours is as long.
POINTER_LENGTH = 500


class OnceForm(forms.Form):
    """A form that says the same thing once, however often it is sent."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, name: str, address: str = "") -> None:
        """Its name keeps it apart from others that are open on the same page."""
        initial = {"form_key": uuid4(), "address": address}
        super().__init__(data, initial=initial, auto_id=f"{name}-%s", use_required_attribute=False)

    def receipt(self, thing: Comment | Article, *, by: int | None) -> UUID:
        """Of a valid form, about this thing, from this person: with another's key nobody gets their receipt."""
        return uuid5(self.cleaned_data["form_key"], f"{thing._meta.model_name} {thing.pk} {by or ''}")


def quote_field() -> TypedField:
    return TypedField(
        label=_("The words that you mean"),
        max_length=QUOTE_LENGTH,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "data-quote": ""}),
    )


class ReportForm(OnceForm):
    """Each rule is a button that sends it."""

    rule = forms.ModelChoiceField(
        label=_("Which rule does it break?"),
        queryset=Rule.objects.in_force(),
        empty_label=None,
        error_messages={
            "required": _("Choose the rule that it breaks."),
            "invalid_choice": _("Choose one of these rules."),
        },
    )
    quote = quote_field()


class WordsForm(forms.Form):
    """What may be said of a report once it is made."""

    quote = quote_field()
    note = TypedField(
        label=_("A word to the moderators"),
        max_length=NOTE_LENGTH,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, name: str, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"{name}-%s")


class NoticeForm(OnceForm):
    """Of something illegal, from anybody: the fields of a notice under Article 16 of the Digital Services Act."""

    address = TypedField(
        label=_("Its address on this site"),
        help_text=_("Of the comment or the article: the time beside a comment leads to its address."),
        max_length=POINTER_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": _("Give the address of what you mean.")},
    )
    text = TypedField(
        label=_("Why is it illegal?"),
        help_text=_("Which law it breaks or whose right it violates, and how. Moderators read this."),
        max_length=NOTE_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Say why: without that nobody can judge it.")},
    )
    name = TypedField(
        label=_("Your name, if you like"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    contact = forms.EmailField(
        label=_("Your e-mail address, if you like"),
        help_text=_("For questions. What comes of the notice you see on its own page, with or without one."),
        max_length=MAX_ADDRESS,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."),
        error_messages={"required": _("Confirm that you say this in good faith.")},
    )
    # No person sees this field; programs that fill in whatever there is do. They are told, or a browser that was too
    # eager would cost somebody their notice.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    thing: Comment | Article

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        thing = thing_at(address)
        if thing is None or not is_to_be_seen(thing):
            raise ValidationError(
                _("There is no comment and no article of this site that readers can see. Copy its address again.")
            )
        self.thing = thing
        return address

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty: it is there to tell programs from people."))
        return ""
