"""How often a password was guessed at lately."""

from django.db import models


class Guesses(models.Model):
    """Failures in a row for what somebody typed as a name, known here or not. Never what that was: a digest of it."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    # When the next try is looked at.
    next_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "guesses"
        indexes = [models.Index(fields=["last_at"], name="guesses_by_age")]

    def __str__(self) -> str:
        return f"{self.failures} failures"
