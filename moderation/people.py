"""What was put on a person, as they and the moderators see it: nothing of it is secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Restriction, User
from accounts.restrictions import moment
from forum.lib.stamps import Clock, Stamp
from moderation.models import LoggedAct
from moderation.restricting import STRIKES_LAST, particulars_of, strikes_of, suggested

# Of what is over; whoever has more is not judged by the first of it.
PAST_SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One of them, in force or over."""

    restriction: Restriction
    began: Stamp
    # Until when, or how it ended.
    state: str
    rule_text: str
    # Its entry in the log: by which the person reads the decision, and appeals.
    number: int | None
    # Who did it, and who confirmed it: for moderators.
    by: User | None
    confirmed_by: User | None

    @property
    def is_unread_warning(self) -> bool:
        return self.restriction.kind == Restriction.Kind.WARN and self.restriction.read_at is None


@dataclass(frozen=True)
class StrikeLine:
    entry: LoggedAct
    when: Stamp
    ends: str


@dataclass(frozen=True)
class Record:
    in_force: Sequence[Line]
    past: Sequence[Line]
    strikes: Sequence[StrikeLine]
    # How long a strike lasts.
    days: int
    # What comes next, for moderators.
    suggested: Restriction.Kind


def record_of(person: User, *, now: datetime) -> Record:
    clock, beside = Clock(now), particulars_of(person)
    everything = list(person.restrictions.order_by("-began_at", "-pk"))
    holding = {each.pk for each in everything if holds(each, now)}
    lines = [
        Line(
            each,
            clock.stamp(each.began_at),
            state_of(each, now),
            rule.text if each.pk in beside and (rule := beside[each.pk].entry.rule) else "",
            beside[each.pk].entry_id if each.pk in beside else None,
            beside[each.pk].by if each.pk in beside else None,
            beside[each.pk].confirmed_by if each.pk in beside else None,
        )
        for each in everything
    ]
    strikes = [
        StrikeLine(strike.entry, clock.stamp(strike.entry.written_at), moment(strike.ends_at))
        for strike in strikes_of(person, now=now)
    ]
    return Record(
        [line for line in lines if line.restriction.pk in holding],
        [line for line in lines if line.restriction.pk not in holding][:PAST_SHOWN],
        strikes,
        STRIKES_LAST.days,
        suggested(len(strikes)),
    )


def holds(restriction: Restriction, now: datetime) -> bool:
    """As RestrictionQuerySet.in_force."""
    is_over = restriction.until is not None and restriction.until <= now
    return not is_over and restriction.lifted_at is None and restriction.read_at is None


def state_of(restriction: Restriction, now: datetime) -> str:
    if restriction.lifted_at:
        return _("lifted %(when)s") % {"when": moment(restriction.lifted_at)}
    if restriction.read_at:
        return _("read %(when)s") % {"when": moment(restriction.read_at)}
    if restriction.until:
        ends = _("until %(when)s") if restriction.until > now else _("ended %(when)s")
        return ends % {"when": moment(restriction.until)}
    return _("until it is read") if restriction.kind == Restriction.Kind.WARN else _("until it is lifted")
