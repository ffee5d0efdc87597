"""What moderators put on people, each with its entry in the log: one transaction, both or neither.

What somebody did that counts against them is a strike for a while. Strikes suggest what comes next, and do nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from accounts.models import Restriction, User
from accounts.restricting import Terms, lift_restriction, restrict_person
from moderation.acting import Decided, done_by
from moderation.log import write
from moderation.models import Act, LoggedAct, Particulars
from moderation.policy import acts_alone, may_restrict

Kind = Restriction.Kind

# For longer than this, and for ever, it takes two (moderation.proposing).
ALONE = timedelta(days=30)
# Half a year without another is a different person; whoever is at it weekly never gets there.
STRIKES_LAST = timedelta(days=180)
# The ladder ended long before: nobody counts on.
MOST_STRIKES = 100
ACTS = {
    Kind.WARN: Act.WARN_PERSON,
    Kind.SLOW: Act.SLOW_PERSON,
    Kind.PREMODERATE: Act.PREMODERATE_PERSON,
    Kind.SUSPEND: Act.SUSPEND_PERSON,
    Kind.BAN: Act.BAN_PERSON,
}


class CannotRestrict(Exception):
    """Somebody of that rank is not theirs to restrict."""


class TakesTwo(Exception):
    """A colleague has to confirm it."""


@dataclass(frozen=True, kw_only=True)
class Length:
    """What somebody is restricted to, and how long; until nobody knows when where there is no end."""

    kind: Restriction.Kind
    until: datetime | None = None
    minutes: int | None = None
    form_key: UUID = field(default_factory=uuid4)

    def takes_two(self, now: datetime) -> bool:
        """Whoever is kept out for long is so by two pairs of eyes; what goes on beside it one may do alone."""
        return self.kind == Kind.BAN or (
            self.kind == Kind.SUSPEND and self.until is not None and self.until > now + ALONE
        )


@transaction.atomic
def restrict(person: User, length: Length, decided: Decided, *, confirmed_by: User | None = None) -> LoggedAct | None:
    """None where the same form did it before. Raises CannotRestrict, and TakesTwo where a colleague must confirm it."""
    now = User.objects.get(pk=person.pk)
    if not all(may_restrict(each, now) for each in (decided.by, confirmed_by) if each):
        raise CannotRestrict
    if confirmed_by is None and length.takes_two(decided.at) and not acts_alone(decided.by, now):
        raise TakesTwo
    terms = Terms(
        kind=length.kind,
        until=length.until,
        minutes=length.minutes,
        rule_title=decided.rule.title if decided.rule else "",
        note=decided.note,
        form_key=length.form_key,
    )
    made = restrict_person(person, terms, by=decided.by, at=decided.at)
    if made is None:
        return None
    done = done_by(ACTS[length.kind], decided, person=person, words="")
    return write(done.about(made, confirmed_by=confirmed_by))


@transaction.atomic
def lift(restriction: Restriction, decided: Decided) -> LoggedAct | None:
    """What else is on them holds as before. None if it is over, or was lifted before. Raises CannotRestrict."""
    if not may_restrict(decided.by, User.objects.get(pk=restriction.person_id)):
        raise CannotRestrict
    if not lift_restriction(restriction, by=decided.by, at=decided.at):
        return None
    imposed = LoggedAct.objects.get(particulars__restriction=restriction)
    done = done_by(Act.LIFT_RESTRICTION, decided.reverting(imposed), person=restriction.person, words="")
    return write(done)


def put_on_with(decision: LoggedAct) -> list[Restriction]:
    """What its author got in the same go as a decision, and was not lifted since."""
    if decision.bulk is None:
        return []
    entries = Particulars.objects.filter(
        entry__bulk=decision.bulk, entry__act__in=ACTS.values(), person=decision.particulars.person
    )
    found = entries.filter(restriction__lifted_at__isnull=True).select_related("restriction__person")
    return [each.restriction for each in found if each.restriction]


# -- Strikes ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Strike:
    entry: LoggedAct
    ends_at: datetime


def strikes_of(person: User, *, now: datetime) -> list[Strike]:
    """What was removed of theirs or put on them and stands, the newest first. What was taken back is none."""
    stands = (
        Q(act=Act.REMOVE_COMMENT, comment__removed_at__isnull=False)
        | Q(act=Act.REMOVE_ARTICLE, article__removed_at__isnull=False)
        | Q(act__in=ACTS.values(), particulars__restriction__lifted_at__isnull=True)
    )
    entries = LoggedAct.objects.filter(stands, particulars__person=person, written_at__gt=now - STRIKES_LAST)
    found = entries.filter(reverted_by__isnull=True).newest_first().select_related("rule", "particulars")[:MOST_STRIKES]
    return [Strike(entry, entry.written_at + STRIKES_LAST) for entry in one_a_thing(found)]


def one_a_thing(entries: Iterable[LoggedAct]) -> list[LoggedAct]:
    """Removed, restored and removed again is one strike: the first of those here."""
    firsts: dict[tuple[int | None, int | None, int], LoggedAct] = {}
    for entry in entries:
        is_of_thing = entry.comment_id is not None or entry.article_id is not None
        firsts.setdefault((entry.comment_id, entry.article_id, 0 if is_of_thing else entry.number), entry)
    return list(firsts.values())


def suggested(strikes: int) -> Restriction.Kind:
    """The rung of the ladder that so many strikes lead to. Whoever decides may take another."""
    ladder = list(Kind)
    return ladder[min(strikes, len(ladder) - 1)]


def particulars_of(person: User) -> dict[int, Particulars]:
    """By restriction, what the log keeps of each that was ever put on them."""
    kept = Particulars.objects.filter(person=person, restriction__isnull=False).select_related(
        "entry__rule", "by", "confirmed_by"
    )
    return {each.restriction_id: each for each in kept if each.restriction_id is not None}
