"""Addresses that nobody needs to prove: whoever made the account knows whose they are."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from accounts.models import User


def vouch_for(people: Iterable[User]) -> None:
    """Let these log in without a code."""
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
