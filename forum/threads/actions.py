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
    # Where htmx puts the answer: in the comment's place, or after it. Nowhere where it is a page of its own.
    swap: str = "outerHTML"


class Buttons:
    """The buttons of one page, their words translated once."""

    def __init__(self, viewer: Viewer, article: Article) -> None:
        self.viewer = viewer
        self.article = article
        self.reply = Action("reply", _("Reply"), swap="afterend")
        self.edit = Action("edit", _("Edit"))
        self.delete = Action("delete", _("Delete"), is_post=True)
        self.undelete = Action("undelete", _("Undo"), is_post=True)
        self.remove = Action("remove", _("Remove"), swap="beforeend")
        self.restore = Action("restore", _("Restore"), is_post=True)
        self.branch = Action("branch", _("Branch"), swap="")
        self.unfold = Action("unfold", _("Unfold"), is_post=True)
        self.report = Action("report", _("Report"), swap="beforeend")

    def of(self, comment: Row) -> list[Action]:
        viewer = self.viewer
        if not viewer.is_authenticated:
            return []
        offered = [
            (self.reply, policy.may_reply(viewer, comment, self.article)),
            (self.edit, policy.may_edit(viewer, comment)),
            (self.delete, policy.may_delete(viewer, comment)),
            (self.undelete, policy.may_undelete(viewer, comment)),
            (self.remove, policy.may_remove(viewer, comment)),
            (self.restore, policy.may_restore(viewer, comment)),
            (self.branch, policy.may_tend(viewer, comment)),
            (self.unfold, comment.is_folded and policy.may_unfold(viewer, comment)),
            (self.report, policy.may_report(viewer, comment)),
        ]
        return [action for action, may in offered if may]
