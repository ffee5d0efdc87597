"""How often somebody is mailed of what."""

from typing import Self

from django import forms

from accounts.models import User
from forum.notifications.models import Kind, Rhythm
from forum.notifications.rhythms import rhythms_of


class RhythmsForm(forms.Form):
    """A field a kind."""

    @classmethod
    def of(cls, person: User) -> Self:
        """Filled in with what they chose before, or what the site has."""
        return cls(initial=rhythms_of(person))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for kind in Kind:
            self.fields[kind] = forms.ChoiceField(label=kind.label, choices=Rhythm.choices)

    def rhythms(self) -> dict[str, Rhythm]:
        """By kind."""
        return {kind: Rhythm(word) for kind, word in self.cleaned_data.items()}
