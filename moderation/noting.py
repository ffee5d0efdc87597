"""Noting something of a person, for other moderators."""

from datetime import datetime

from accounts.models import User
from moderation.models import Note


def note(person: User, *, by: User, text: str, at: datetime) -> Note:
    return Note.objects.create(person=person, by=by, text=text, written_at=at)
