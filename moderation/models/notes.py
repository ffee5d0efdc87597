"""What moderators note of a person, for one another."""

from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import User

TEXT_LENGTH = 1000


class NoteQuerySet(models.QuerySet["Note"]):
    def about(self, person: User) -> Self:
        return self.filter(person=person)

    def for_case(self) -> Self:
        return self.select_related("by").order_by("-id")


NoteManager = models.Manager.from_queryset(NoteQuerySet)


class Note(models.Model):
    """Only moderators read it. It restricts nobody."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=TEXT_LENGTH)
    written_at = models.DateTimeField()

    objects = NoteManager()

    def __str__(self) -> str:
        return f"Note {self.pk} on {self.person_id}"
