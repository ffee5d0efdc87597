"""Keeping what one looks for again and again, as a tab of one's own."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.models import SavedFilter

# More tabs than this nobody reads.
MOST = 10


class TooManyFilters(Exception):
    """In words: one has as many as there may be."""


@transaction.atomic
def save_filter(name: str, query: str, *, owner: User) -> SavedFilter:
    """One of the same name means this from now on. Raises TooManyFilters."""
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=owner.pk)
    saved = SavedFilter.objects.of(owner)
    if found := saved.filter(name__iexact=name).first():
        saved.filter(pk=found.pk).update(name=name, query=query)
        return found
    if saved.count() >= MOST:
        raise TooManyFilters(_("You have %(most)d filters. Delete one of them first.") % {"most": MOST})
    return SavedFilter.objects.create(owner=owner, name=name, query=query)


def forget_filter(pk: int, *, owner: User) -> bool:
    """False where there is none of theirs."""
    return bool(SavedFilter.objects.of(owner).filter(pk=pk).delete()[0])
