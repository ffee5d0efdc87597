"""The operators' pages of what is moderated: the windows of the packages below, with acts that are logged."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedInRequest
from forum.articles.admin import Articles
from forum.articles.models import Article
from forum.articles.policy import judges
from forum.comments import policy
from forum.comments.admin import Comments
from forum.comments.models import Comment
from forum.lib.admin import Window, number_in
from moderation import acting
from moderation.acting import Decided
from moderation.models import LoggedAct

admin.site.unregister([Comment, Article])


def decided_by(request: SignedInRequest) -> Decided:
    return Decided(by=request.user, at=timezone.now())


@admin.register(Comment)
class ModeratedComments(Comments):
    actions = ("remove", "restore", "hold", "release")

    @admin.action(description=gettext_lazy("Remove"))
    def remove(self, request: SignedInRequest, rows: QuerySet[Comment]) -> None:
        def remove(comment: Comment) -> bool:
            may = policy.may_remove(request.user, comment)
            return may and acting.remove(comment, decided_by(request)) is not None

        self.do(request, rows, remove, said=_("Removed."))

    @admin.action(description=gettext_lazy("Restore"))
    def restore(self, request: SignedInRequest, rows: QuerySet[Comment]) -> None:
        def restore(comment: Comment) -> bool:
            may = policy.may_restore(request.user, comment)
            return may and acting.restore(comment, decided_by(request)) is not None

        self.do(request, rows, restore, said=_("Restored."))

    @admin.action(description=gettext_lazy("Hold"))
    def hold(self, request: SignedInRequest, rows: QuerySet[Comment]) -> None:
        def hold(comment: Comment) -> bool:
            may = policy.may_hold(request.user, comment)
            return may and acting.hold(comment, decided_by(request)) is not None

        self.do(request, rows, hold, said=_("Held."))

    @admin.action(description=gettext_lazy("Release"))
    def release(self, request: SignedInRequest, rows: QuerySet[Comment]) -> None:
        def release(comment: Comment) -> bool:
            may = policy.may_release(request.user, comment)
            return may and acting.release(comment, decided_by(request)) is not None

        self.do(request, rows, release, said=_("Released."))


@admin.register(Article)
class ModeratedArticles(Articles):
    actions = ("lock", "unlock")

    @admin.action(description=gettext_lazy("Lock the discussions"))
    def lock(self, request: SignedInRequest, rows: QuerySet[Article]) -> None:
        def lock(article: Article) -> bool:
            return judges(request.user, article) and acting.lock(article, decided_by(request)) is not None

        self.do(request, rows, lock, said=_("Locked."))

    @admin.action(description=gettext_lazy("Unlock the discussions"))
    def unlock(self, request: SignedInRequest, rows: QuerySet[Article]) -> None:
        def unlock(article: Article) -> bool:
            return judges(request.user, article) and acting.unlock(article, decided_by(request)) is not None

        self.do(request, rows, unlock, said=_("Unlocked."))


@admin.register(LoggedAct)
class Log(Window[LoggedAct]):
    list_display = ("number", "written_at", "act", "role", "comment", "article", "rule_title")
    list_filter = ("act",)
    list_select_related = ("comment", "article")
    search_help_text = gettext_lazy("The number of an entry.")

    def found(self, rows: QuerySet[LoggedAct], words: str) -> QuerySet[LoggedAct]:
        return rows.filter(pk=number_in(words, "l") or 0)
