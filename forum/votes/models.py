"""What can be voted on, the votes, and the marks that tell the tally where votes changed.

All are abstract: a package that has something to vote on makes them its own, and says so (forum.votes.ballots).
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

# What the columns hold. A file may bring a score as high; a vote on top must not stop the tally for everybody.
MOST = 2**31 - 1


class Votable(models.Model):
    """Columns of a thing with a score, and an `author`.

    `base_up` and `base_down` came with an imported thread and have no votes behind them; `up` and `down` are base plus
    votes, `score` their difference. What they make of it in an order is theirs (forum.votes.ranking): a comment's
    `rank`, an article's `hot`. All of these change together, in the tally (forum.votes.tallying).
    """

    base_up = models.PositiveIntegerField(default=0)
    base_down = models.PositiveIntegerField(default=0)
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)

    # The column of its order, and those that the order needs besides the score.
    ranked_in: ClassVar[str]
    ranked_by: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        author_id: int

    @classmethod
    def lock_for_tally(cls, pks: Collection[int]) -> list[int]:
        """Lock these rows, as everybody does who changes several of them. Those of them that are locked now.

        What is left out has moved out of reach: it keeps its mark, for another time.
        """
        raise NotImplementedError

    def set_rank(self) -> None:
        """Set the column of its order to what up, down and score make of it."""
        raise NotImplementedError

    def count(self, ups: int, downs: int) -> None:
        """Set all columns that follow from so many votes."""
        self.up, self.down = min(MOST, self.base_up + ups), min(MOST, self.base_down + downs)
        self.score = self.up - self.down
        self.set_rank()


class VoteQuerySet(models.QuerySet["Vote"]):
    def on(self, pks: Collection[int]) -> Self:
        return self.filter(votable__in=pks)

    def counted(self) -> dict[int, tuple[int, int]]:
        """How many votes are up and how many down, for each thing that has any."""
        ups, downs = (Count("value", filter=Q(value=value)) for value in (1, -1))
        things = self.order_by().values_list("votable")  # type: ignore[misc]  # those that are not abstract have it
        return {pk: (up, down) for pk, up, down in things.annotate(ups=ups, downs=downs)}


VoteManager = models.Manager.from_queryset(VoteQuerySet)


class Vote(models.Model):
    """What one person thinks of one thing: up (1), down (-1), or neither any more (0). `votable` is the thing."""

    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    value = models.SmallIntegerField()
    changed_at = models.DateTimeField()

    objects: "ClassVar[VoteManager[Vote]]" = VoteManager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="a_%(class)s_is_up_down_or_taken_back")
        ]

    def __str__(self) -> str:
        return f"{self.value:+}"


class TallyMarkQuerySet(models.QuerySet["TallyMark"]):
    def on(self, pks: Collection[int]) -> Self:
        return self.filter(votable__in=pks)

    def marked(self, *, beyond: int = 0) -> models.QuerySet["TallyMark", int]:
        """The keys of the things that are marked, in their order, after one of them."""
        later = self.filter(votable__gt=beyond).distinct()  # type: ignore[misc]  # as above
        return later.values_list("votable", flat=True).order_by("votable")  # type: ignore[misc]  # as above


TallyMarkManager = models.Manager.from_queryset(TallyMarkQuerySet)


class TallyMark(models.Model):
    """Votes on `votable` changed since they were last counted.

    One for each change, and nothing unique: no voter waits for another.
    """

    objects: "ClassVar[TallyMarkManager[TallyMark]]" = TallyMarkManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)
