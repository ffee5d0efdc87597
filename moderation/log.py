"""Writing the log, and forgetting somebody in it. What is done and its entry are one transaction."""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.transaction import TransactionManagementError

from accounts.models import Restriction, User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.announcing import announce
from moderation.models import Act, LoggedAct, Particulars, Rule
from moderation.models.log import OWED_NO_REASON, Role
from moderation.sheets import sheet_to_write_on


@dataclass(frozen=True, kw_only=True)
class Done:
    """An act, as the log is to tell it. At most one of `comment` and `article`."""

    act: Act
    # None: a rule did it by itself.
    by: User | None
    at: datetime
    comment: Comment | None = None
    article: Article | None = None
    # Of what was moved or merged.
    from_article: Article | None = None
    to_article: Article | None = None
    person: User | None = None
    rule: Rule | None = None
    words: str = ""
    note: str = ""
    until: datetime | None = None
    bulk: UUID | None = None
    reverts: LoggedAct | None = None
    # What this act puts on the person.
    restriction: Restriction | None = None
    # The second of two who did it.
    confirmed_by: User | None = None

    def about(self, restriction: Restriction, *, confirmed_by: User | None = None) -> "Done":
        """An act that puts something on its person, and says until when."""
        return replace(self, restriction=restriction, until=restriction.until, confirmed_by=confirmed_by)

    def moving(self, origin: Article, to: Article) -> "Done":
        """An act that brought its thing from one article to another."""
        return replace(self, from_article=origin, to_article=to)


def write(done: Done) -> LoggedAct:
    """Add an entry at the end of the log, in the caller's transaction: call it last, after every other lock."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("Log an act inside the transaction that does it.")
    particulars = Particulars(
        salt=secrets.token_hex(16),
        by=done.by,
        confirmed_by=done.confirmed_by,
        person=done.person,
        restriction=done.restriction,
        words=done.words,
        note=done.note,
    )
    sheet = sheet_to_write_on()
    head = sheet.head
    entry = LoggedAct(
        number=head.number + 1,
        written_at=done.at,
        act=done.act,
        role=Role(done.by.role) if done.by else Role.RULE,
        comment=done.comment,
        article=done.article,
        from_article=done.from_article,
        to_article=done.to_article,
        rule=done.rule,
        rule_title=done.rule.title if done.rule else "",
        until=done.until,
        bulk=done.bulk,
        reverts=done.reverts,
        particulars_digest=digest_of_particulars(particulars),
        previous=head.digest,
    )
    entry.digest = digest_of(entry)
    particulars.entry = entry
    sheet.add(entry, particulars)
    if done.person and done.act not in OWED_NO_REASON and done.reverts is None:
        announce("decision_logged", number=entry.number)
    return entry


@transaction.atomic
def forget_in_log(person: User, *, at: datetime) -> int:
    """Take a person out of the log for good, with the words about them. In how many entries they stood.

    It cannot be undone. The chain stays whole; of these entries it can no more be proved whom they befell.
    """
    theirs = Particulars.objects.filter(Q(person=person) | Q(by=person) | Q(confirmed_by=person))
    entries = list(theirs.values_list("pk", flat=True))
    Particulars.objects.filter(by=person).update(by=None, salt="", forgotten_at=at)
    Particulars.objects.filter(confirmed_by=person).update(confirmed_by=None, salt="", forgotten_at=at)
    Particulars.objects.filter(person=person).update(
        person=None, restriction=None, words="", note="", salt="", forgotten_at=at
    )
    return len(entries)


# -- Digests ----------------------------------------------------------------------------------------------------------


def digest_of(entry: LoggedAct) -> str:
    """SHA-256 in hexadecimal of all that an entry says, the digest of the one before included."""
    # As beside: most say what they said before anything was moved.
    moved = [] if entry.to_article_id is None else [entry.from_article_id, entry.to_article_id]
    return digest(
        entry.number,
        entry.previous,
        moment(entry.written_at),
        entry.act,
        entry.role,
        entry.comment_id,
        entry.article_id,
        entry.rule_id,
        entry.rule_title,
        moment(entry.until),
        str(entry.bulk or ""),
        entry.reverts_id,
        entry.particulars_digest,
        *moved,
    )


def digest_of_particulars(particulars: Particulars) -> str:
    """Likewise of what stands beside an entry: salted, or a guess could be tried out on it."""
    beside = particulars
    # Of most acts nothing comes of it: they say what they said before there was anything to put on people.
    put_on = [] if beside.restriction_id is None else [beside.restriction_id]
    # Likewise of what it takes one to do.
    two = [] if beside.confirmed_by_id is None else [beside.restriction_id, beside.confirmed_by_id]
    return digest(beside.salt, beside.by_id, beside.person_id, beside.words, beside.note, *(two or put_on))


def digest(*facts: str | int | None) -> str:
    """Of a list in JSON without spaces, in which no two lists are written alike."""
    return sha256(json.dumps(facts, separators=(",", ":")).encode()).hexdigest()


def moment(at: datetime | None) -> str:
    """In UTC and to the microsecond, as both databases give it back."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""
