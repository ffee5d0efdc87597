"""The buttons of a comment: what this viewer may do with it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from forum.articles.models import Article
from forum.comments import policy
from forum.comments.policy import Viewer
from forum.threads.rows import Row


class Action(NamedTuple):
    verb: str
    label: str
    # A button of the page's one form; otherwise a link to a page that has a form of its own.
    is_post: bool = False
    # Where htmx puts the answer: in the comment's place, or after it.
    swap: str = "outerHTML"


def actions_for(viewer: Viewer, comment: Row, article: Article) -> list[Action]:
    if not viewer.is_authenticated:
        return []
    offered = [
        (policy.may_reply(viewer, comment, article), Action("reply", _("Reply"), swap="afterend")),
        (policy.may_edit(viewer, comment), Action("edit", _("Edit"))),
        (policy.may_delete(viewer, comment), Action("delete", _("Delete"), is_post=True)),
        (policy.may_undelete(viewer, comment), Action("undelete", _("Undo"), is_post=True)),
        (policy.may_remove(viewer, comment), Action("remove", _("Remove"), is_post=True)),
        (policy.may_restore(viewer, comment), Action("restore", _("Restore"), is_post=True)),
    ]
    return [action for may, action in offered if may]
