"""What the addresses of the table point at: each builder makes one thing of its author's, and gives its placeholders.

`query`, where there is one, is what a GET of it asks besides.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from forum.articles.drafts import save_draft
from forum.articles.judging import decline_article
from forum.articles.models import Article, Tag
from forum.comments.drafts import Sitting
from forum.comments.drafts import save_draft as save_draft_of_comment
from forum.comments.editing import edit_comment, version_of
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import delete_comment, remove_comment
from forum.events.models import Delivery
from forum.threads.collapsing import collapse
from tests.make import ArticleFactory, make_comment

# Of everybody in the cast: a form that asks for it is the same for all.
PASSWORD = "rain and more rain"
# By role: "author" wrote the thing.
type Cast = dict[str, User]
type Placeholders = dict[str, str]
type Builder = Callable[[Cast], Placeholders]


def placeholders(row: User | Article | Comment | Delivery, **more: str) -> Placeholders:
    return {"pk": str(row.pk), "object_id": str(row.pk), "slug": "rain", **more}


def article_of(cast: Cast) -> Article:
    return ArticleFactory.create(author=cast["author"])


def comment_of(cast: Cast) -> Comment:
    """With a reply, so that it keeps its place on the page whatever becomes of it."""
    comment = make_comment(on=article_of(cast), by=cast["author"])
    make_comment(to=comment, by=cast["reader"])
    return Comment.objects.select_related("article", "body").get(pk=comment.pk)


def locked(cast: Cast) -> Placeholders:
    article = ArticleFactory.create(author=cast["author"], locked_at=timezone.now())
    return placeholders(article)


def waiting(cast: Cast) -> Placeholders:
    """Not published yet: nobody but its author and the staff knows of it."""
    return placeholders(ArticleFactory.create(author=cast["author"], published_at=None))


def taken_back(cast: Cast) -> Placeholders:
    return placeholders(ArticleFactory.create(author=cast["author"], withdrawn_at=timezone.now()))


def declined(cast: Cast) -> Placeholders:
    article = ArticleFactory.create(author=cast["author"], published_at=None)
    decline_article(article, by=cast["moderator"], because="Old.", at=timezone.now())
    return placeholders(article)


def draft(cast: Cast) -> Placeholders:
    """Everybody has one."""
    for person in cast.values():
        save_draft(person, {"title": "Rain"}, at=timezone.now())
    return {}


def written(cast: Cast) -> Placeholders:
    """A draft of a comment, the author's."""
    sitting = Sitting(cast["author"], uuid4())
    draft = save_draft_of_comment(sitting, {"parent": comment_of(cast)}, "Half a", at=timezone.now())
    assert draft is not None
    return {"pk": str(draft.pk)}


def tag(cast: Cast) -> Placeholders:
    return {"slug": Tag.objects.create(slug="rivers", name="Rivers").slug}


def removed(cast: Cast) -> Placeholders:
    comment = comment_of(cast)
    remove_comment(comment, by=cast["moderator"], at=timezone.now())
    return placeholders(comment)


def deleted(cast: Cast) -> Placeholders:
    comment = comment_of(cast)
    delete_comment(comment, at=timezone.now())
    return placeholders(comment)


def held(cast: Cast) -> Placeholders:
    """Without a reply: nobody but its author and the staff knows of it."""
    comment = make_comment(on=article_of(cast), by=cast["author"])
    hold_comment(comment, at=timezone.now())
    return placeholders(comment)


def edited(cast: Cast) -> Placeholders:
    """After the grace period, so that it has a history."""
    comment = comment_of(cast)
    yesterday = timezone.now() - timedelta(days=1)
    Comment.objects.filter(pk=comment.pk).update(created_at=yesterday)
    comment.created_at = yesterday
    edit_comment(comment, by=cast["author"], text="Mended.", version=version_of(comment.body.text))
    return placeholders(comment, revision=str(comment.revisions.get().pk))


def fold(cast: Cast) -> Placeholders:
    comment = comment_of(cast)
    return placeholders(comment, query=f"?past={comment.children.get().pk}")


def sought(cast: Cast) -> Placeholders:
    """An article, and words that are looked for in it."""
    return placeholders(article_of(cast), query="?q=rain&by=author")


def away(cast: Cast) -> Placeholders:
    """A branch that everybody has put away."""
    comment = comment_of(cast)
    for person in cast.values():
        collapse(comment, reader=person, at=timezone.now())
    return placeholders(comment)


def closed(cast: Cast) -> Placeholders:
    person = cast["reader"]
    other = User.objects.create_user(f"{person.username}-closed")
    User.objects.filter(pk=other.pk).update(is_active=False)
    return placeholders(other)


def letter(cast: Cast) -> Placeholders:
    """One that was given up."""
    given_up = {"error": "OSError: no clapper", "dead_at": timezone.now()}
    return placeholders(Delivery.objects.create(event="bell_rung", receiver="a.b", ids={}, **given_up))


THINGS: dict[str, Builder] = {
    "-": lambda cast: {},
    "article": lambda cast: placeholders(article_of(cast)),
    "locked": locked,
    "waiting": waiting,
    "taken": taken_back,
    "refused": declined,
    "draft": draft,
    "written": written,
    "tag": tag,
    "sitemap": lambda cast: {"section": "articles"},
    "comment": lambda cast: placeholders(comment_of(cast)),
    "removed": removed,
    "deleted": deleted,
    "held": held,
    "edited": edited,
    "fold": fold,
    "sought": sought,
    "away": away,
    "author": lambda cast: {"name": cast["author"].username},
    "reader": lambda cast: placeholders(cast["reader"]),
    "closed": closed,
    "letter": letter,
    "app": lambda cast: {"app_label": "comments"},
}
