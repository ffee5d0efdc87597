"""Where a branch is moved to, or an article merged into, and what its author is told."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forum.articles.models import Article
from forum.articles.policy import is_listed
from moderation.forms import WordsField
from moderation.models import Rule
from moderation.models.log import NOTE_LENGTH
from moderation.pointing import thing_at

# Of an address; no number is longer.
ADDRESS_LENGTH = 500
LONGEST_NUMBER = 18


class ArticleField(forms.CharField):
    """The number of an article, or an address of it or of what is said there. What was merged is where it is now."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"})
        super().__init__(max_length=ADDRESS_LENGTH, widget=widget, **kwargs)

    def clean(self, value: Any) -> Article:
        article = article_at(super().clean(value))
        if article is None:
            raise ValidationError(_("There is no article of that number or address."))
        article = article.merged_into or article
        if not is_listed(article):
            raise ValidationError(_("That article is not in lists: it waits, or was withdrawn or removed."))
        return article


def article_at(typed: str) -> Article | None:
    number = typed.strip().removeprefix("#")
    if number.isascii() and number.isdecimal():
        return Article.objects.filter(pk=int(number)).first() if len(number) <= LONGEST_NUMBER else None
    thing = thing_at(typed)
    return thing if thing is None or isinstance(thing, Article) else thing.article


class ReasonForm(forms.Form):
    rule = forms.ModelChoiceField(
        label=_("A rule, if one asks for it"),
        queryset=Rule.objects.in_force(),
        required=False,
        empty_label=_("none"),
    )
    note = WordsField(label=_("A word to its author, if you like"), most=NOTE_LENGTH, required=False)


class WhereForm(ReasonForm):
    """Sent once it shows what will be done; sent from there (`seen`: to which article), it is done."""

    to = ArticleField(label=_("The other article: its number or its address"))
    seen = forms.IntegerField(required=False, min_value=0, max_value=10**LONGEST_NUMBER, widget=forms.HiddenInput)
    field_order = ("to", "rule", "note", "seen")

    def __init__(self, data: QueryDict | None = None, *, origin: Article) -> None:
        super().__init__(data, use_required_attribute=False)
        self.origin = origin
        self.is_confirmed = data is not None and "confirmed" in data

    def clean_to(self) -> Article:
        article: Article = self.cleaned_data["to"]
        if article == self.origin:
            raise ValidationError(_("It is there already. Name another article."))
        return article

    @property
    def is_meant(self) -> bool:
        """Whether whoever sent it has seen what it does. Of a valid form."""
        return self.is_confirmed and self.cleaned_data["seen"] == self.cleaned_data["to"].pk
