"""Who may do what with an article. Templates and views ask the same predicates."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.restrictions import may_take_part
from forum.articles.models import Article

type Viewer = User | AnonymousUser


def is_author(viewer: Viewer, article: Article) -> bool:
    return viewer.pk is not None and viewer.pk == article.author_id


def is_moderator(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.is_active and viewer.moderates


def is_waiting(article: Article) -> bool:
    return article.published_at is None and article.declined_at is None and article.withdrawn_at is None


def is_listed(article: Article) -> bool:
    """As forum.articles.querysets.LISTED has it."""
    is_there = article.published_at is not None and article.withdrawn_at is None
    return is_there and article.removed_at is None and article.merged_at is None


# Who can open the page (ArticleQuerySet.visible_to) can read the words; those of a withdrawn or a removed article only
# its author and the moderators. The comments stay everybody's, and so does the title of what its author withdrew: what
# was answered must keep a name. What a moderator removed keeps none (Article.headline).


def may_read(viewer: Viewer, article: Article) -> bool:
    is_open = article.withdrawn_at is None and article.removed_at is None
    return is_open or is_author(viewer, article) or is_moderator(viewer)


def may_see_history(viewer: Viewer, article: Article) -> bool:
    return may_read(viewer, article)


# Authors who take part (accounts.restrictions) change what waits or is published, locked or not: mending one's own
# words is no new discussion. What they took back they put back first; what was declined, removed or merged into another
# stays as it was judged.


def may_edit(viewer: Viewer, article: Article) -> bool:
    taken_away = (article.withdrawn_at, article.declined_at, article.removed_at, article.merged_at)
    return is_author(viewer, article) and not any(taken_away) and may_take_part(viewer)


# Before it is published an author recalls, after that withdraws, and takes either back at any time.


def may_recall(viewer: Viewer, article: Article) -> bool:
    return is_author(viewer, article) and is_waiting(article)


def may_withdraw(viewer: Viewer, article: Article) -> bool:
    return is_author(viewer, article) and is_listed(article)


def may_return(viewer: Viewer, article: Article) -> bool:
    return is_author(viewer, article) and article.withdrawn_at is not None


# Moderators publish what waits, or decline it, and may think again. Nobody judges what they wrote themselves.


def judges(viewer: Viewer, article: Article) -> bool:
    return is_moderator(viewer) and not is_author(viewer, article)


def may_judge(viewer: Viewer, article: Article) -> bool:
    return judges(viewer, article) and is_waiting(article)


def may_reconsider(viewer: Viewer, article: Article) -> bool:
    return judges(viewer, article) and article.declined_at is not None


# Moderators remove what is published, withdrawn or not, and restore it.


def may_remove(viewer: Viewer, article: Article) -> bool:
    return judges(viewer, article) and article.published_at is not None and article.removed_at is None


def may_restore(viewer: Viewer, article: Article) -> bool:
    return judges(viewer, article) and article.removed_at is not None


# Moderators merge what stands in lists into another that does.


def may_merge(viewer: Viewer, article: Article) -> bool:
    return is_moderator(viewer) and is_listed(article)


# Whoever takes part votes on what all can read, but not on what they wrote. A lock ends the talk, not the reading:
# votes stay open.


def may_vote(viewer: Viewer, article: Article) -> bool:
    return is_listed(article) and may_take_part(viewer) and not is_author(viewer, article)


# Likewise they tell moderators of it.


def may_report(viewer: Viewer, article: Article) -> bool:
    return may_vote(viewer, article)


# Moderators take measures for a while where people talk.


def may_calm(viewer: Viewer, article: Article) -> bool:
    return is_moderator(viewer) and article.published_at is not None
