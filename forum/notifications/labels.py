"""What an entry of the inbox says, and what became of watching and muting, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.articles.models import Article
from forum.notifications.models import Kind
from forum.threads.models import Attention


def article(kind: str, of: Article) -> str:
    if kind == Kind.MENTION:
        return _("You are named in “%(title)s”") % {"title": of.headline}
    return _("New article: “%(title)s”") % {"title": of.headline}


def comments(kind: str, on: Article, *, count: int, is_new: bool) -> str:
    return template(kind, count, is_new=is_new) % {"count": count, "title": on.headline}


def template(kind: str, count: int, *, is_new: bool) -> str:
    match kind, is_new:
        case Kind.REPLY, True:
            return ngettext(
                "%(count)d new reply to you in “%(title)s”", "%(count)d new replies to you in “%(title)s”", count
            )
        case Kind.REPLY, False:
            return ngettext("%(count)d reply to you in “%(title)s”", "%(count)d replies to you in “%(title)s”", count)
        case Kind.COMMENT, True:
            return ngettext(
                "%(count)d new thread under your “%(title)s”", "%(count)d new threads under your “%(title)s”", count
            )
        case Kind.COMMENT, False:
            return ngettext(
                "%(count)d thread under your “%(title)s”", "%(count)d threads under your “%(title)s”", count
            )
        case Kind.MENTION, _is_new:
            return _("You are named in a comment on “%(title)s”")
        case _watched, True:
            return ngettext("%(count)d new comment in “%(title)s”", "%(count)d new comments in “%(title)s”", count)
        case _watched, _old:
            return ngettext("%(count)d comment in “%(title)s”", "%(count)d comments in “%(title)s”", count)


def attention(level: Attention.Level | None, name: str) -> str:
    match level:
        case Attention.Level.WATCH:
            return _("Watched: %(name)s. You are told what is new there.") % {"name": name}
        case Attention.Level.MUTE:
            return _("Muted: %(name)s. You are told of nothing there. Only you know of it.") % {"name": name}
        case _neither:
            return _("Neither watched nor muted: %(name)s.") % {"name": name}
