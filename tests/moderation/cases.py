"""Cases to be decided, and those who decide them."""

from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from moderation.acting import Decided
from moderation.models import Case, Report
from moderation.reporting import Notice, report
from tests.make import RuleFactory, UserFactory, make_comment


def notice_of(person: User | None = None) -> Notice:
    """A report with a rule of its own, from somebody new where nobody is named."""
    by = person or UserFactory.create()
    return Notice(by=by, rule=RuleFactory.create(), at=timezone.now(), receipt=uuid4())


def reported(thing: Comment | Article | None = None, *, by: User | None = None) -> Report:
    return report(thing or make_comment(), notice_of(by))


def case_of(thing: Comment | Article | None = None) -> Case:
    return reported(thing).case


def decided_by(moderator: User, *, note: str = "") -> Decided:
    return Decided(by=moderator, at=timezone.now(), rule=RuleFactory.create(), note=note)
