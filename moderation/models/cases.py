"""Cases: what waits for a decision, with all the reports of it folded in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from moderation.models.log import LoggedAct

# What one moderator asks the others about a case, or says of it to the admins.
QUESTION_LENGTH, WHY_LENGTH = 500, 500
OPEN = Q(decided_at__isnull=True)
# Of a text a list shows this much; more is read than is shown, since blanks are folded.
BEGINNING = 300


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def reported(self) -> Self:
        return self.filter(report_count__gt=0)

    def held(self) -> Self:
        return self.filter(is_held=True)

    def of_newcomers(self) -> Self:
        return self.filter(is_newcomers=True)

    def caught(self) -> Self:
        """An automatic rule held them, or put them here."""
        return self.filter(is_caught=True)

    def escalated(self) -> Self:
        return self.filter(escalated_at__isnull=False)

    def decidable_by(self, moderator: User) -> Self:
        """See also: moderation.policy.may_decide."""
        others = self.exclude(comment__author=moderator).exclude(article__author=moderator)
        return others if moderator.role == User.Role.ADMIN else others.filter(escalated_at__isnull=True)

    def asked(self) -> Self:
        """Somebody wants a colleague's opinion."""
        return self.filter(asked_at__isnull=False)

    def claimed_by(self, moderator: User, *, now: datetime) -> Self:
        return self.filter(claimed_by=moderator, claimed_until__gt=now)

    def free_for(self, moderator: User, *, now: datetime) -> Self:
        """Those that no colleague looks at."""
        return self.filter(Q(claimed_by__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_by=moderator))

    def about(self, thing: Comment | Article) -> Self:
        return self.filter(comment=thing) if isinstance(thing, Comment) else self.filter(article=thing)

    def for_list(self) -> Self:
        """With who wrote it, where, and the first of its words; nothing longer."""
        people = ("comment__author", "comment__article", "article__author", "claimed_by", "escalated_by")
        long = ("comment__article__text", "comment__article__html", "article__text", "article__html")
        beginning = Substr("comment__body__text", 1, BEGINNING)
        return self.select_related(*people, "decision__particulars__by").defer(*long).annotate(beginning=beginning)

    def for_states(self) -> Self:
        return self.select_related("claimed_by", "escalated_by", "decision__particulars__by")

    def for_page(self) -> Self:
        things = ("comment__author", "comment__body", "comment__article", "article__author")
        return self.for_states().select_related(*things, "asked_by", "escalated_by")

    def for_decision(self) -> Self:
        """Without what is long and decides nothing: many are decided in one go."""
        return self.select_related("comment__author", "comment__body", "article").defer(
            "comment__body__html", "article__html"
        )

    def locked(self, pk: int) -> "Case":
        """The case as it is now, its row locked until the transaction ends: the first lock of a decision."""
        found = next((case for case in _at_hand.get() if case.pk == pk), None)
        return found or self.select_for_update(no_key=True, of=("self",)).get(pk=pk)

    def locked_of(self, decision: int) -> "Case | None":
        """Likewise the one that this entry decided, if there is one."""
        found = next((case for case in _at_hand.get() if case.decision_id == decision), None)
        return found or self.select_for_update(no_key=True, of=("self",)).filter(decision=decision).first()


# Of several that are decided in one transaction: locked and read, for each to be found once.
_at_hand: ContextVar[Sequence["Case"]] = ContextVar("at_hand", default=())


@contextmanager
def at_hand(cases: Sequence["Case"]) -> Iterator[None]:
    """Within, these are not read again when they are locked: they are, until the transaction ends."""
    token = _at_hand.set(cases)
    try:
        yield
    finally:
        _at_hand.reset(token)


CaseManager = models.Manager.from_queryset(CaseQuerySet)


class Case(models.Model):
    """One thing that waits for a decision. Decided, it stays, and a new report of the thing opens another one."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="cases")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="cases")
    opened_at = models.DateTimeField()
    # Why it is here: more than one may be true.
    is_held = models.BooleanField(default=False)
    is_newcomers = models.BooleanField(default=False)
    is_caught = models.BooleanField(default=False, db_default=False)
    report_count = models.PositiveIntegerField(default=0)
    # What the queue sorts by (moderation.weighing): how much speaks for it, and how many it may have reached.
    risk = models.FloatField(default=0.0)
    reach = models.PositiveIntegerField(default=0)
    # Whose eyes are on it, until when: no lock, a word to colleagues.
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    # Who wants a colleague's opinion, since when, and what they ask.
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=QUESTION_LENGTH, blank=True)
    # Who passed it to the admins, since when, and why.
    escalated_at = models.DateTimeField(null=True)
    escalated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    why_escalated = models.CharField(max_length=WHY_LENGTH, blank=True, default="", db_default="")
    decided_at = models.DateTimeField(null=True)
    # The entry of the act that decided it.
    decision = models.OneToOneField(LoggedAct, on_delete=models.PROTECT, null=True, related_name="case")

    # Of a comment's words, where the query asked (for_list).
    beginning = ""

    objects = CaseManager()

    class Meta:
        indexes = [
            models.Index(F("risk").desc(), F("id").desc(), condition=OPEN, name="open_cases_riskiest_first"),
            models.Index(F("reach").desc(), F("id").desc(), condition=OPEN, name="open_cases_widest_first"),
            models.Index(fields=["opened_at", "id"], condition=OPEN, name="open_cases_oldest_first"),
            # Small ones, by which a tab of few among many is found and counted.
            models.Index(fields=["id"], condition=OPEN & Q(is_held=True), name="open_cases_held"),
            models.Index(fields=["id"], condition=OPEN & Q(is_newcomers=True), name="open_cases_of_newcomers"),
            models.Index(fields=["id"], condition=OPEN & Q(asked_at__isnull=False), name="open_cases_asked"),
            models.Index(fields=["id"], condition=OPEN & Q(is_caught=True), name="open_cases_caught"),
            models.Index(fields=["id"], condition=OPEN & Q(escalated_at__isnull=False), name="open_cases_escalated"),
            models.Index(fields=["claimed_by", "claimed_until"], condition=OPEN, name="open_cases_claimed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=True, article__isnull=False)
                | Q(comment__isnull=False, article__isnull=True),
                name="a_case_is_about_one_thing",
            ),
            models.UniqueConstraint(fields=["comment"], condition=OPEN, name="one_open_case_per_comment"),
            models.UniqueConstraint(fields=["article"], condition=OPEN, name="one_open_case_per_article"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision__isnull=True)
                | Q(decided_at__isnull=False, decision__isnull=False),
                name="a_decided_case_has_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="a_claim_ends",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, asked_by__isnull=True)
                | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="somebody_asked_a_question",
            ),
            models.CheckConstraint(
                condition=Q(escalated_at__isnull=True, escalated_by__isnull=True)
                | Q(escalated_at__isnull=False, escalated_by__isnull=False),
                name="somebody_escalated_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}"

    @property
    def thing(self) -> Comment | Article:
        return self.comment or self.article  # type: ignore[return-value]  # a_case_is_about_one_thing
