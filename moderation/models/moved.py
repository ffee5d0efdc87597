"""The threads that an act brought to another article, and where they hung before: what taking it back needs to know."""

from django.db import models

from forum.comments.models import Comment
from moderation.models.log import LoggedAct


class MovedThread(models.Model):
    entry = models.ForeignKey(LoggedAct, on_delete=models.PROTECT, related_name="moved_threads")
    thread = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    # What it answered, where it was a branch.
    parent = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "thread"], name="a_thread_moves_once_an_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} by {self.entry_id}"
