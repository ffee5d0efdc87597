"""What arrives from the form of an article: cleaned, bounded as a reader counts, and turned into what is stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forum.articles.models import Tag
from forum.articles.writing import Written
from forum.lib.addresses import web_address
from forum.lib.numerals import numeral
from forum.lib.text import clean_text, grapheme_count

TITLE_LENGTH = 150
DECK_LENGTH = 300
NAME_LENGTH = 100
# Of code points, as a server counts them: no page has a longer address.
ADDRESS_LENGTH = 2000
MOST_TAGS = 5
REASON_LENGTH = 1000
# A year outside is a mistyped one.
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(2100, 12, 31)


class WrittenField(forms.CharField):
    """A text without what nobody can have meant to write, of a length that is counted in graphemes."""

    def __init__(self, *, most: Callable[[], int], **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.most = most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "dir": "auto"}

    def to_python(self, value: object) -> str:
        return clean_text(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        most = self.most()
        over = grapheme_count(value) - most
        if over > 0:
            raise ValidationError(
                ngettext(
                    "This is %(over)s character too long: at most %(most)s fit.",
                    "This is %(over)s characters too long: at most %(most)s fit.",
                    over,
                )
                % {"over": numeral(over), "most": numeral(most)}
            )


class LineField(WrittenField):
    def to_python(self, value: object) -> str:
        return " ".join(super().to_python(value).split())


class AddressField(LineField):
    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        address = web_address(typed) if typed else ""
        if typed and not address:
            raise ValidationError(_("This is no address of a page on the web, such as https://example.org/story."))
        return address


class TagBoxes(forms.CheckboxSelectMultiple):
    """Takes the slugs one by one, as a browser sends them, and by commas, as a draft keeps them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[str]:
        return [slug for slug in data.get(name, "").split(",") if slug]

    def format_value(self, value: Any) -> list[str]:
        return super().format_value(value.split(",") if isinstance(value, str) else value)


class TagsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic to django-stubs alone
    widget = TagBoxes

    def clean(self, value: Sequence[str]) -> "QuerySet[Tag]":
        tags = super().clean(value)
        if len(tags) > MOST_TAGS:
            raise ValidationError(
                ngettext("Choose at most %(most)d tag.", "Choose at most %(most)d tags.", MOST_TAGS)
                % {"most": MOST_TAGS}
            )
        return tags


class ArticleForm(forms.Form):
    """Made of `typed_fields` of a request, of a draft, or of an article that is edited."""

    title = LineField(label=_("Title"), most=lambda: TITLE_LENGTH, error_messages={"required": _("Give it a title.")})
    source_url = AddressField(
        label=_("Address of the story"),
        most=lambda: ADDRESS_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    source_name = LineField(label=_("Who published it"), most=lambda: NAME_LENGTH, required=False)
    deck = LineField(
        label=_("Deck"),
        help_text=_("One sentence below the title: what happened, and why it matters."),
        most=lambda: DECK_LENGTH,
        required=False,
    )
    dateline_place = LineField(label=_("Place"), most=lambda: NAME_LENGTH, required=False)
    dateline_date = forms.DateField(
        label=_("Date"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("This is no day of the calendar, such as 2026-05-01.")},
    )
    text = WrittenField(
        label=_("Text"),
        help_text=_("Markdown: *emphasis*, [a link](https://…), > a quotation. Optional where there is an address."),
        most=lambda: settings.ARTICLE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    tags = TagsField(
        label=_("Tags"),
        queryset=Tag.objects.all(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("There is no tag %(value)s any more.")},
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="article-%s", initial=dict(initial or {}), use_required_attribute=False)

    def clean_dateline_date(self) -> date | None:
        day: date | None = self.cleaned_data["dateline_date"]
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("This is not between the years 1000 and 2100."))
        return day

    def clean(self) -> dict[str, Any]:
        fields = self.cleaned_data
        if not self.errors.keys() & {"source_url", "text"} and not fields["source_url"] and not fields["text"]:
            self.add_error("text", _("Give the address of a story, or write one here."))
        return fields

    @property
    def written(self) -> Written:
        """Of a valid form."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "tags"}
        return Written(**fields, tags=tuple(self.cleaned_data["tags"]))


class DeclineForm(forms.Form):
    because = WrittenField(
        label=_("Why"),
        most=lambda: REASON_LENGTH,
        error_messages={"required": _("Tell its author why.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
