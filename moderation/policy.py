"""What those who keep the place may do to whom, and what can be done to the thing of a case."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.articles.policy import is_waiting
from forum.comments.models import Comment
from forum.comments.policy import Viewer, is_moderator, is_published
from moderation.models import Case

type Thing = Comment | Article

RANKS = (User.Role.READER, User.Role.MODERATOR, User.Role.ADMIN)

# Moderators restrict readers, admins moderators too: nobody somebody of their own rank or above, and so not themselves.
# Whom an imported thread names is nobody to be told.


def may_restrict(viewer: Viewer, person: User) -> bool:
    return is_moderator(viewer) and rank_of(viewer) > rank_of(person) and person.imported_name is None


# A ban takes two. Where nobody else here could confirm it an admin acts alone, as whoever keeps a place by themselves
# must be able to; a moderator never does.


def acts_alone(viewer: User, person: User) -> bool:
    return viewer.is_staff and not who_may_restrict(person).exclude(pk=viewer.pk).exists()


def who_may_restrict(person: User) -> QuerySet[User]:
    """As may_restrict has it."""
    return User.objects.filter(role__in=RANKS[rank_of(person) + 1 :], is_active=True)


def rank_of(person: Viewer) -> int:
    return RANKS.index(User.Role(person.role)) if isinstance(person, User) else -1


# Nobody judges their own words; what was passed to the admins they alone decide. See also: CaseQuerySet.decidable_by.


def may_decide(viewer: Viewer, case: Case) -> bool:
    return is_moderator(viewer) and not why_not_decide(viewer, case)


def why_not_decide(viewer: Viewer, case: Case) -> str:
    """In words, for a moderator; empty where they may."""
    if is_own(viewer, case.thing):
        return _("Yours: a colleague must decide.")
    if case.escalated_at and not is_admin(viewer):
        return _("The admins have it: one of them decides.")
    return ""


def is_own(viewer: Viewer, thing: Thing) -> bool:
    return viewer.pk is not None and viewer.pk == thing.author_id


def is_admin(viewer: Viewer) -> bool:
    return is_moderator(viewer) and rank_of(viewer) == RANKS.index(User.Role.ADMIN)


# Whoever passed a case to the admins takes that back, and so does an admin.


def may_take_back(viewer: Viewer, case: Case) -> bool:
    return case.escalated_at is not None and (viewer.pk == case.escalated_by_id or is_admin(viewer))


# A comment is removed, and so is an article that was published; one that waits is declined.


def can_remove(thing: Thing) -> bool:
    if isinstance(thing, Comment):
        return thing.removed_at is None and thing.deleted_at is None
    return is_waiting(thing) or (thing.published_at is not None and thing.removed_at is None)


# What readers see is kept from them until it is decided.


def can_hold(thing: Thing) -> bool:
    return isinstance(thing, Comment) and is_published(thing)


def can_lock_branch(thing: Thing) -> bool:
    return isinstance(thing, Comment) and thing.locked_at is None


def can_lock(thing: Thing, viewer: Viewer) -> bool:
    article = thing if isinstance(thing, Article) else thing.article
    return not is_own(viewer, article) and article.published_at is not None and article.locked_at is None
