"""What is kept of somebody where the place is kept, forgotten with them; what was done, by which rule and when, stays.

What others said about them goes with it, and what they said of others as moderators stays without their name.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from django.db.models import Q, QuerySet

from accounts.leaving import Kept, Seen, blanked, deleted
from accounts.models import User
from forum.comments.models import Comment
from moderation.log import forget_in_log
from moderation.models import (
    Appeal,
    BulkAct,
    Case,
    Hit,
    LoggedAct,
    Note,
    Particulars,
    Proposal,
    Report,
    SavedFilter,
    Trial,
)

# How long it is known whose a notice was, once it is decided: whoever asks why asks within a season.
CONTACTS_LAST = timedelta(days=90)


# -- What has had its time --------------------------------------------------------------------------------------------


def forget_contacts(now: datetime) -> int:
    """Of whose notices. What they said of the thing stays, without name and address."""
    decided = Report.objects.filter(case__decided_at__lt=now - CONTACTS_LAST)
    return decided.exclude(name="", contact="").update(name="", contact="")


# -- A person, for good -----------------------------------------------------------------------------------------------


def reports_by(person: User) -> QuerySet[Any]:
    """With the notices that name their address."""
    at = Q(contact__iexact=person.email) if person.email else Q(pk=None)
    return Report.objects.filter(Q(reporter=person) | at)


def written_by(person: User, *, case: str = "") -> Q:
    """Cases, or what belongs to them, about something of theirs."""
    return Q(**{f"{case}comment__author": person}) | Q(**{f"{case}article__author": person})


def reports_about(person: User) -> QuerySet[Any]:
    return Report.objects.filter(written_by(person, case="case__"))


def appeals_touched(person: User) -> QuerySet[Any]:
    return Appeal.objects.filter(Q(by=person) | Q(first_decider=person))


def forget_appeals(person: User, at: datetime, seen: Seen) -> None:
    """Nobody is left whom an answer would reach: what waits is gone, what was answered has no words any more."""
    theirs = Appeal.objects.filter(by=person)
    seen(theirs.open().delete()[0])
    seen(theirs.update(text=""))
    seen(Appeal.objects.filter(first_decider=person).update(first_decider=None))


def proposals_touched(person: User) -> QuerySet[Any]:
    return Proposal.objects.filter(Q(person=person) | Q(by=person))


def forget_proposals(person: User, at: datetime, seen: Seen) -> None:
    """About them the words go; what waits ends, be it about them or theirs."""
    seen(proposals_touched(person).filter(settled_at__isnull=True).update(settled_at=at))
    seen(Proposal.objects.filter(person=person).update(note=""))


def cases_touched(person: User) -> QuerySet[Any]:
    about = written_by(person) & ~Q(question="", why_escalated="")
    return Case.objects.filter(Q(claimed_by=person) | Q(asked_by=person) | Q(escalated_by=person) | about)


def forget_cases(person: User, at: datetime, seen: Seen) -> None:
    seen(Case.objects.filter(claimed_by=person).update(claimed_by=None, claimed_until=None))
    seen(Case.objects.filter(asked_by=person).update(asked_by=None, asked_at=None, question=""))
    seen(Case.objects.filter(escalated_by=person).update(escalated_by=None, escalated_at=None, why_escalated=""))
    seen(Case.objects.filter(written_by(person)).update(question="", why_escalated=""))


def filters_on(person: User) -> QuerySet[Any]:
    """Of their own, and of colleagues who look for what they wrote."""
    name = person.username.lower()
    naming = [
        saved.pk for saved in SavedFilter.objects.iterator() if name in parse_qs(saved.query.lower()).get("author", [])
    ]
    return SavedFilter.objects.filter(Q(owner=person) | Q(pk__in=naming))


def trials_that_caught(person: User) -> QuerySet[Any]:
    """Those whose examples hold words of theirs."""
    done = Trial.objects.filter(findings__isnull=False).iterator()
    return Trial.objects.filter(
        pk__in=[trial.pk for trial in done if examples_without(trial, person) != examples_of(trial)]
    )


def forget_examples(person: User, at: datetime, seen: Seen) -> None:
    for trial in trials_that_caught(person):
        trial.findings["examples"] = examples_without(trial, person)
        trial.save(update_fields=["findings"])
        seen(1)


def examples_of(trial: Trial) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = (trial.findings or {}).get("examples", {})
    return found


def examples_without(trial: Trial, person: User) -> dict[str, list[list[Any]]]:
    return {judged: without_theirs(catches, person) for judged, catches in examples_of(trial).items()}


def without_theirs(catches: list[list[Any]], person: User) -> list[list[Any]]:
    keys = [comment for comment, *_span in catches]
    theirs = set(Comment.objects.filter(pk__in=keys, body__author=person).values_list("pk", flat=True))
    return [catch for catch in catches if catch[0] not in theirs]


def bulks_with(person: User) -> QuerySet[Any]:
    """Acts in bulk that are done, and one of which befell them. By the log, so before that forgets."""
    keys = LoggedAct.objects.about(person).filter(bulk__isnull=False).values("bulk")
    return BulkAct.objects.filter(key__in=keys, done_at__isnull=False)


def entries_that_name(person: User) -> QuerySet[Any]:
    return Particulars.objects.filter(Q(person=person) | Q(by=person) | Q(confirmed_by=person))


def forget_entries(person: User, at: datetime, seen: Seen) -> None:
    seen(forget_in_log(person, at=at))


KEPT = (
    blanked("reports and notices that they sent", reports_by, note="", quote="", name="", contact=""),
    blanked("reports of what they wrote", reports_about, note="", quote="", words=""),
    deleted("notes about them", lambda person: Note.objects.filter(person=person)),
    Kept("appeals", appeals_touched, forget_appeals),
    Kept("proposals", proposals_touched, forget_proposals),
    Kept("claims and questions", cases_touched, forget_cases),
    deleted("saved filters of the queue", filters_on),
    blanked("words that automatic rules caught", lambda person: Hit.objects.filter(comment__author=person), span=""),
    Kept("trials of automatic rules", trials_that_caught, forget_examples),
    blanked("words to the authors of acts in bulk", bulks_with, note=""),
    Kept("entries of the log", entries_that_name, forget_entries),
)
