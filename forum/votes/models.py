"""What can be voted on."""

from django.db import models


class Votable(models.Model):
    """Columns of a thing with a score.

    `base_up` and `base_down` came with an imported thread and have no votes behind them; `up` and `down` are base plus
    votes, `score` their difference. What they make of it in an order is theirs (forum.votes.ranking): a comment's
    `rank`, an article's `hot`.
    """

    base_up = models.PositiveIntegerField(default=0)
    base_down = models.PositiveIntegerField(default=0)
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)

    class Meta:
        abstract = True
