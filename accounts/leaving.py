"""Forgetting a person for good, because they ask for it: words and name go, and what others did stands.

Each layer says what it keeps of people, and how that is forgotten; the account is last. So whoever is killed on the way
begins again, and finds what is left. What nobody is named in stays: votes as they were counted, times, acts and their
rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from accounts.models import Letter, Restriction, User, placeholder_username
from forum.events.announcing import announce
from forum.events.models import Delivery

# How many rows were forgotten.
type Seen = Callable[[int], object]
type Rows = Callable[[User], QuerySet[Any]]
type Forget = Callable[[User, datetime, Seen], object]


@dataclass(frozen=True)
class Kept:
    """What one layer keeps of people. Forgotten twice it is as forgotten once."""

    what: str | Promise
    rows: Rows
    forget: Forget


_kept: list[Kept] = []


def keeps(*kept: Kept) -> None:
    """Have these forgotten with a person, too. From an app's `ready`."""
    _kept.extend(each for each in kept if each not in _kept)


def blanked(what: str | Promise, rows: Rows, **columns: object) -> Kept:
    """The rows stay, with these columns as they are given."""
    return Kept(what, rows, lambda person, at, seen: seen(rows(person).update(**columns)))


def deleted(what: str | Promise, rows: Rows) -> Kept:
    return Kept(what, rows, lambda person, at, seen: seen(rows(person).delete()[0]))


def kept_of(person: User) -> list[tuple[str, int]]:
    """How much of what is kept of somebody."""
    return [(str(kept.what), kept.rows(person).count()) for kept in _kept]


def forget_person(person: User, *, at: datetime, seen: Seen = lambda count: None) -> None:
    """It cannot be undone. Each layer in transactions of its own; nobody logs in from the first of them on."""
    shut_out(person, at=at)
    for kept in _kept:
        kept.forget(person, at, seen)
    with transaction.atomic():
        make_nameless(person)
        announce("person_forgotten", user_id=person.pk)


def shut_out(person: User, *, at: datetime) -> None:
    """Or they could write on meanwhile."""
    User.objects.filter(pk=person.pk).update(is_active=False, logged_out_at=at, password=make_password(None))


def make_nameless(person: User) -> None:
    """What is left is a row that nobody can log in with, like one that an import made for somebody without a name."""
    source = f"forgotten:{person.pk}"
    fresh = User(pk=person.pk, joined_at=person.joined_at, is_active=False, password=make_password(None))
    fresh.username = placeholder_username(source, "")
    fresh.imported_source, fresh.imported_name = source, ""
    # Of the sums that others' votes made, and of what restricts them, nothing is about who they are.
    kept = {"standing", "restricted_until"}
    columns = [field.name for field in User._meta.concrete_fields if field.name not in kept and not field.primary_key]
    fresh.save(update_fields=columns)


# -- What accounts keep ----------------------------------------------------------------------------------------------


def addresses_of(person: User) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(user=person)


def letters_to(person: User) -> QuerySet[Letter]:
    known = [person.email, *addresses_of(person).values_list("email", flat=True)]
    to = Q(pk=None)
    for address in filter(None, known):
        to |= Q(to__iexact=address)
    return Letter.objects.filter(to)


def forget_mail(person: User, at: datetime, seen: Seen) -> None:
    """Before the addresses: by them the letters are found. What a mail server answered may name one."""
    letters = list(letters_to(person).values_list("pk", flat=True))
    for pk in letters:
        Delivery.objects.filter(event="letter_written", ids__letter_id=pk).delete()
    seen(Letter.objects.filter(pk__in=letters).delete()[0])
    seen(addresses_of(person).delete()[0])


def sessions_of(person: User) -> QuerySet[Session]:
    """Those that are theirs: what a session holds only itself can tell."""
    keys = [each.pk for each in Session.objects.iterator() if each.get_decoded().get("_auth_user_id") == str(person.pk)]
    return Session.objects.filter(pk__in=keys)


def named_in_history(model: type[Model], rows: QuerySet[Any]) -> QuerySet[LogEntry]:
    """What the operators' pages noted of these rows: it names each as it was called then."""
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)


KEPT = (
    Kept("addresses and letters", lambda person: letters_to(person), forget_mail),
    deleted("sessions", sessions_of),
    blanked(
        "entries of the operators' pages",
        lambda person: named_in_history(User, User.objects.filter(pk=person.pk)),
        object_repr="",
    ),
    blanked("words to them about restrictions", lambda person: Restriction.objects.filter(person=person), note=""),
)
