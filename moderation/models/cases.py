"""Cases: what waits for a decision, with all the reports of it folded in."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from moderation.models.log import LoggedAct
from moderation.models.rules import Rule

# Of a report: what somebody says about it, and the words that they mean.
NOTE_LENGTH, QUOTE_LENGTH, NAME_LENGTH = 1000, 500, 100
OPEN = Q(decided_at__isnull=True)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def reported(self) -> Self:
        return self.filter(report_count__gt=0)

    def held(self) -> Self:
        return self.filter(is_held=True)

    def of_newcomers(self) -> Self:
        return self.filter(is_newcomers=True)

    def claimed_by(self, moderator: User, *, now: datetime) -> Self:
        return self.filter(claimed_by=moderator, claimed_until__gt=now)

    def about(self, thing: Comment | Article) -> Self:
        return self.filter(comment=thing) if isinstance(thing, Comment) else self.filter(article=thing)

    def for_decision(self) -> Self:
        return self.select_related("comment__author", "comment__body", "comment__article", "article__author")

    def locked(self, pk: int) -> "Case":
        """The case as it is now, its row locked until the transaction ends: the first lock of a decision."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=pk)


CaseManager = models.Manager.from_queryset(CaseQuerySet)


class Case(models.Model):
    """One thing that waits for a decision. Decided, it stays, and a new report of the thing opens another one."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="cases")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="cases")
    opened_at = models.DateTimeField()
    # Why it is here: more than one may be true.
    is_held = models.BooleanField(default=False)
    is_newcomers = models.BooleanField(default=False)
    report_count = models.PositiveIntegerField(default=0)
    # What the queue sorts by (moderation.weighing): how much speaks for it, and how many it may have reached.
    risk = models.FloatField(default=0.0)
    reach = models.PositiveIntegerField(default=0)
    # Whose eyes are on it, until when: no lock, a word to colleagues.
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # The entry of the act that decided it.
    decision = models.OneToOneField(LoggedAct, on_delete=models.PROTECT, null=True, related_name="case")

    objects = CaseManager()

    class Meta:
        indexes = [
            models.Index(F("risk").desc(), F("id").desc(), condition=OPEN, name="open_cases_riskiest_first"),
            models.Index(F("reach").desc(), F("id").desc(), condition=OPEN, name="open_cases_widest_first"),
            models.Index(fields=["opened_at", "id"], condition=OPEN, name="open_cases_oldest_first"),
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
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}"

    @property
    def thing(self) -> Comment | Article:
        return self.comment or self.article  # type: ignore[return-value]  # a_case_is_about_one_thing


class ReportQuerySet(models.QuerySet["Report"]):
    def of(self, reporter: User) -> Self:
        return self.filter(reporter=reporter)

    def about(self, thing: Comment | Article) -> Self:
        return self.filter(case__comment=thing) if isinstance(thing, Comment) else self.filter(case__article=thing)

    def newest_first(self) -> Self:
        return self.order_by("-reported_at", "-pk")

    def beyond(self, moment: datetime, pk: int) -> Self:
        """Those that come after a report of that moment and that id. One comparison, which an index begins at."""
        return self.filter(TupleLessThan(Tuple(F("reported_at"), F("id")), (moment, pk)))

    def with_outcome(self) -> Self:
        """What its page says of it: never who decided, nor who else reported."""
        return self.select_related("rule", "case__decision", "case__comment__article", "case__article")


ReportManager = models.Manager.from_queryset(ReportQuerySet)


class Report(models.Model):
    """What one person said about a thing. Its outcome is that of its case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    # None: a notice of something illegal, from somebody without an account.
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="reports")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    quote = models.CharField(max_length=QUOTE_LENGTH, blank=True)
    # What the thing said when it was reported.
    words = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    # Whoever holds it can see what became of the report.
    receipt = models.UUIDField(unique=True)
    # Of a notice: whose it is and where an answer is to go, if they said so.
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    contact = models.EmailField(_("E-mail address"), blank=True)

    objects = ReportManager()

    class Meta:
        indexes = [models.Index(fields=["reporter", "-reported_at"], name="reports_of_reporter")]
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter"], name="one_report_per_case_and_reporter"),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk} of {self.case}"
