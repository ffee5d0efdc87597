"""Cases to be decided, and those who decide them."""

from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from moderation import acting
from moderation.acting import Decided
from moderation.appealing import appeal
from moderation.models import Appeal, Case, LoggedAct, Report, Rule
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


def removal(of: Comment, by: User, *, note: str = "") -> LoggedAct:
    """For a rule of its own."""
    rule = RuleFactory.create(text="It runs off the river.")
    entry = acting.remove(of, Decided(by=by, at=timezone.now(), rule=rule, note=note))
    assert entry is not None
    return LoggedAct.objects.select_related("particulars").get(pk=entry.pk)


def appealed(entry: LoggedAct, by: User) -> Appeal:
    return appeal(entry, by=by, text="I only asked.", at=timezone.now())


def in_bulk(moderator: User, rule: Rule, count: int) -> str:
    """So many removals in one go: what that is known by."""
    bulk = uuid4()
    for _each in range(count):
        decided = Decided(by=moderator, at=timezone.now(), rule=rule, bulk=bulk)
        acting.remove(make_comment(text="Sesame"), decided)
    return str(bulk)
