"""Counts as readers write them: 12,345 in English. Addresses, ids and what machines read stay as they are.

Django templates say the same by `intcomma`. A setting for all numbers (USE_THOUSAND_SEPARATOR) would reach ids and
addresses, too, and nobody would see it before the thousandth comment.
"""

from django.utils.formats import number_format


def numeral(count: int) -> str:
    # Nothing is to be done for most, of which a page has hundreds.
    return str(count) if -1000 < count < 1000 else str(number_format(count, force_grouping=True))
