"""Every word of the comment list, translated, but those of its voters (forum.votes.voters). Its template holds none."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forum.comments.policy import CommentFacts
from forum.lib.numerals import numeral


def show_more(hidden: int) -> str:
    words = ngettext("+ Show (%(hidden)s) more reply", "+ Show (%(hidden)s) more replies", hidden)
    return words % {"hidden": numeral(hidden)}


def show_more_below(hidden: int, name: str) -> str:
    """What the row says in its title: whose replies, and that replies to them are counted too."""
    return ngettext(
        "%(hidden)s more reply below %(name)s",
        "%(hidden)s more replies below %(name)s, replies to them included",
        hidden,
    ) % {"hidden": numeral(hidden), "name": name or nobody()}


def last_reply(age: str) -> str:
    return _("Last reply %(age)s") % {"age": age}


def new() -> str:
    """The mark of a comment that came since the reader's last visit."""
    return _("new")


def continue_thread() -> str:
    return _("Continue this thread →")


def next_replies() -> str:
    return _("Show the next replies")


def replies(count: int, new: str) -> str:
    """On the button that puts them away: all that stands below."""
    words = ngettext("%(count)s reply", "%(count)s replies", count) % {"count": numeral(count)}
    return f"{words} · {new}" if new else words


def parent() -> str:
    return _("Parent")


def whole_thread() -> str:
    return _("Whole thread")


def next_reply() -> str:
    return _("Next reply")


def found(place: int, count: int) -> str:
    """On a comment that was found: the way to the next, where there is one."""
    words = _("%(place)s of %(count)s") % {"place": numeral(place), "count": numeral(count)}
    return words + (" ↓" if count > 1 else "")


def edited(age: str) -> str:
    return _("edited %(age)s") % {"age": age}


def in_reply_to(name: str) -> str:
    return _("in reply to %(name)s") % {"name": name or nobody()}


def nobody() -> str:
    """Somebody without a name: an imported thread gave none, or the comment is gone."""
    return _("someone")


def people() -> str:
    """The list of whom one may mention."""
    return _("People in this thread")


def op() -> str:
    return _("OP")


def staff(role: str) -> str:
    """The badge of those who keep the place; empty for readers."""
    match role:
        case User.Role.MODERATOR:
            return _("moderator")
        case User.Role.ADMIN:
            return _("admin")
        case _reader:
            return ""


def low_score(points: int | None) -> str:
    """None: how low it is, is not to be told yet."""
    if points is None:
        return _("Folded for its low score")
    return _("Folded for its score of %(points)s") % {"points": numeral(points)}


def folded(rule: str) -> str:
    return _("Folded by a rule: %(rule)s") % {"rule": rule} if rule else _("Folded by a rule")


def why_folded() -> str:
    return _("No person folded this. What the log says")


def why_own_folded() -> str:
    return _("No person folded this. Why, and how to appeal")


def muted() -> str:
    """On what somebody wrote whom the reader muted."""
    return _("Muted")


def gone(comment: CommentFacts, rule: str = "") -> str:
    """The one line of a comment that is not published, with the rule where it was removed for one."""
    if comment.removed_at is not None:
        return _("Removed by a moderator: %(rule)s") % {"rule": rule} if rule else _("Removed by a moderator.")
    if comment.deleted_at is not None:
        return _("Deleted by its author.")
    return _("Waiting for a moderator.")


def held() -> str:
    return _("Waiting for a moderator: only its author and the moderators can read it.")


def locked() -> str:
    return _("This branch is locked.")


def kept(name: str) -> str:
    return _("What %(name)s wrote") % {"name": name or nobody()}
