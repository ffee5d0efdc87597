"""Reports: what one person says about a thing, all of them folded into its case."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from moderation.models.cases import Case
from moderation.models.rules import Rule

# Of a report: what somebody says about it, and the words that they mean.
NOTE_LENGTH, QUOTE_LENGTH, NAME_LENGTH = 1000, 500, 100


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
