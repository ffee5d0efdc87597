"""What arrives from a composer. Whether the words will do is for forum.comments.writing to say."""

from django import forms

from forum.lib.text import clean_text


class TypedField(forms.CharField):
    """A text as it was typed, without what nobody can have meant to write; never wrong by itself."""

    def to_python(self, value: object) -> str:
        return clean_text(super().to_python(value) or "")


class CommentForm(forms.Form):
    text = TypedField(strip=False, required=False)
    form_key = forms.UUIDField()
    # The version of the draft that it began with.
    seen = TypedField(required=False)
