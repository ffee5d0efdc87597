"""What can be voted on."""

from django.db import models


class Votable(models.Model):
    """Columns of a thing with a score.

    `base_up` and `base_down` came with an imported thread and have no votes behind them; `up` and `down` are base plus
    votes, `score` their difference, `rank` the stored order "best" (forum.votes.ranking).
    """

    base_up = models.PositiveIntegerField(default=0)
    base_down = models.PositiveIntegerField(default=0)
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)
    rank = models.FloatField(default=0.0)

    class Meta:
        abstract = True
