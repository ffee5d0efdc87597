"""A person's standing: the plain sum of the scores of all that they wrote here."""

from collections.abc import Collection, Mapping

from django.db.models import Case, F, Value, When

from accounts.models import User


def credit(differences: Mapping[int, int]) -> None:
    """Change the standings of these people by what the scores of their things changed by, in the same transaction.

    So a standing is the sum of the stored scores at every commit, and nobody has to add up 20,000 comments for one
    vote.
    """
    changed = {pk: difference for pk, difference in differences.items() if difference}
    if not changed:
        return
    lock_people(changed)
    whens = [When(pk=pk, then=Value(difference)) for pk, difference in changed.items()]
    User.objects.filter(pk__in=changed).update(standing=F("standing") + Case(*whens, default=Value(0)))


def lock_people(pks: Collection[int]) -> None:
    """In the order of their keys, and after all comments and articles."""
    list(User.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True).values_list("pk"))
