"""Telling people what was decided: of what they wrote or of them, on what they reported, on their appeals.

They are told in the inbox (forum.notifications), by the number of the row that holds it; what is said there of each is
read when it is shown.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from forum.notifications.describing import Line
from forum.notifications.models import Kind
from forum.notifications.recipients import accounts_among, reachable, wanting
from forum.notifications.telling import tell_number
from moderation.models import Act, Appeal, Case, LoggedAct, Report
from moderation.outcomes import headline_of, outcome_of


def tell_decision(number: int, *, at: datetime) -> None:
    """Unless it was taken back before anybody heard of it."""
    entry = LoggedAct.objects.restricting().select_related("particulars").filter(pk=number).first()
    if entry is None or LoggedAct.objects.filter(reverts=number).exists():
        return
    person = entry.particulars.person_id
    if person is not None:
        tell_number(accounts_among([person]), Kind.DECISION, number=number, at=at)


def tell_outcome(case_id: int, *, at: datetime) -> None:
    """To each who reported it, but whoever decided."""
    case = Case.objects.filter(pk=case_id, decided_at__isnull=False).select_related("decision__particulars").first()
    if case is None or case.decision is None:
        return
    reports = case.reports.filter(reporter__isnull=False).exclude(reporter=case.decision.particulars.by_id)
    for pk, reporter in reports.values_list("pk", "reporter").order_by("pk"):
        tell_number(wanting(reachable([reporter], at), Kind.REPORT), Kind.REPORT, number=pk, at=at)


def tell_answer(appeal_id: int, *, at: datetime) -> None:
    appeal = Appeal.objects.filter(pk=appeal_id, decided_at__isnull=False).first()
    if appeal is not None:
        tell_number(accounts_among([appeal.by_id]), Kind.APPEAL, number=appeal.pk, at=at)


# -- What is said of them ---------------------------------------------------------------------------------------------


def decisions(person: User, numbers: Collection[int]) -> Mapping[int, Line]:
    entries = LoggedAct.objects.about(person).restricting().for_decisions_page().filter(pk__in=numbers)
    return {entry.number: Line(words_of(entry), reverse("decision", args=[entry.number])) for entry in entries}


def words_of(entry: LoggedAct) -> str:
    """What was done, where, and for which rule; and whether it still holds. Never what was said."""
    thing = entry.comment or entry.article
    said = [str(Act(entry.act).label), headline_of(thing) if thing else "", entry.rule_title]
    if hasattr(entry, "reverted_by"):
        said.append(_("taken back since"))
    return " · ".join(filter(None, said))


def outcomes(person: User, numbers: Collection[int]) -> Mapping[int, Line]:
    reports = Report.objects.of(person).with_outcome().filter(pk__in=numbers)
    return {
        report.pk: Line(_("Your report: %(outcome)s") % {"outcome": outcome_of(report.case)}, reverse("reports"))
        for report in reports
    }


def answers(person: User, numbers: Collection[int]) -> Mapping[int, Line]:
    appeals = Appeal.objects.of(person).select_related("outcome").filter(pk__in=numbers, outcome__isnull=False)
    return {
        appeal.pk: Line(
            _("Your appeal: %(answer)s") % {"answer": Act(appeal.outcome.act).label},
            reverse("decision", args=[appeal.decision_id]),
        )
        for appeal in appeals
        if appeal.outcome
    }
