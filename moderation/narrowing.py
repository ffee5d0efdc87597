"""What of a tab a moderator wants to see, as an address says it."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.articles.models import Article
from forum.lib.text import clean_text
from moderation.models import Hit, Report
from moderation.models.cases import CaseQuerySet

# Longer than any name, tag or number.
MOST = 150
DIGITS = 18


class Source(models.TextChoices):
    PEOPLE = "people", _("People reported it")
    RULE = "rule", _("An automatic rule")


class Age(models.TextChoices):
    NEW = "new", _("Less than a day")
    LATE = "late", _("More than two days")
    OLD = "old", _("More than a week")


@dataclass(frozen=True)
class Narrowing:
    """Each as its address has it, empty where all are wanted. What there is not is found nowhere."""

    rule: str = ""
    source: str = ""
    age: str = ""
    author: str = ""
    article: str = ""
    tag: str = ""

    def __bool__(self) -> bool:
        return bool(self.query)

    @property
    def query(self) -> str:
        return urlencode([(field.name, value) for field in fields(self) if (value := getattr(self, field.name))])

    def of(self, cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
        """Those of these cases."""
        if self.rule:
            cases = cases.filter(by_rule(number(self.rule)))
        if self.source:
            cases = cases.caught() if self.source == Source.RULE else cases.reported()
        if self.age:
            cases = cases.filter(of_age(self.age, now))
        if self.author:
            cases = cases.filter(of_author(self.author))
        if self.article:
            cases = cases.filter(Q(article=number(self.article)) | Q(comment__article=number(self.article)))
        return cases.filter(tagged(self.tag)) if self.tag else cases


def narrowed_by(asked: QueryDict) -> Narrowing:
    wanted = {field.name: clean_text(asked.get(field.name, "")[:MOST]).strip() for field in fields(Narrowing)}
    for name, choices in (("source", Source), ("age", Age)):
        wanted[name] = wanted[name] if wanted[name] in choices.values else ""
    return Narrowing(**wanted)


def number(word: str) -> int:
    """0, which nothing has, where it is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= DIGITS else 0


def by_rule(pk: int) -> Q:
    """Somebody reported it by that rule, or an automatic one stands for it."""
    reports = Report.objects.filter(case=OuterRef("pk"), rule=pk)
    hits = Hit.objects.filter(comment=OuterRef("comment"), is_shadow=False, version__rule=pk)
    return Q(Exists(reports)) | Q(Exists(hits))


def of_age(age: str, now: datetime) -> Q:
    day = timedelta(days=1)
    if age == Age.NEW:
        return Q(opened_at__gt=now - day)
    return Q(opened_at__lte=now - (2 * day if age == Age.LATE else 7 * day))


def of_author(name: str) -> Q:
    people = User.objects.filter(username__iexact=name, imported_name__isnull=True).values("pk")
    return Q(comment__author__in=people) | Q(article__author__in=people)


def tagged(slug: str) -> Q:
    articles = Article.objects.filter(tags__slug=slug).values("pk")
    return Q(comment__article__in=articles) | Q(article__in=articles)
