"""Points in time as readers see them, in their language and their time zone."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# After a month "43d ago" says less than the date.
AGES_UP_TO = timedelta(days=30)


def age(then: datetime, now: datetime) -> str:
    """`just now`, `5m ago`, `3h ago`, `5d ago`, then the date; rounded down. A time still to come is just now."""
    passed = now - then
    minutes = passed // timedelta(minutes=1)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)dm ago", "%(count)dm ago", minutes) % {"count": minutes}
    if (hours := minutes // 60) < 24:
        return ngettext("%(count)dh ago", "%(count)dh ago", hours) % {"count": hours}
    if passed <= AGES_UP_TO:
        return ngettext("%(count)dd ago", "%(count)dd ago", passed.days) % {"count": passed.days}
    return date_format(timezone.localtime(then), "DATE_FORMAT")


def full(then: datetime) -> str:
    """Date, time and time zone, for where an age is pointed at."""
    local = timezone.localtime(then)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
