"""Posting a comment: the door by which readers enter a thread."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.restrictions import why_not_published
from forum.articles.models import Article
from forum.comments import listing, trees
from forum.comments.drafts import Sitting, discard_written
from forum.comments.models import Comment, CommentBody
from forum.comments.writing import Refused, Words, screened
from forum.events.announcing import announce
from forum.lib.screening import Verdict

# Replies deeper than this were always two people who had stopped talking to anyone else.
MAX_LEVEL = 100


@dataclass(frozen=True)
class Posted:
    """What became of a form: its comment, and whether this call made it or an earlier one had."""

    comment: Comment
    is_new: bool


def post_comment(
    article: Article, *, author: User, text: str, form_key: UUID, parent: Comment | None = None, seen: str = ""
) -> Posted:
    """Publish a comment, or hold it for a moderator where a screener says so.

    The same form key always gives the same comment, however often and from how many places it arrives. The draft that
    this form wrote, or began with (`seen`), is gone afterwards. Raises Refused with words for the author.
    """
    earlier = posted_with(form_key, author=author)
    if earlier is not None:
        return earlier
    words = Words.written(text)
    verdict = screened(words, author=author, article=article, parent_id=parent.pk if parent else None)
    try:
        comment = insert_comment(article, Sitting(author, form_key, seen), words, parent, verdict)
    except IntegrityError:
        # The same form arrived twice at once and the other was first.
        earlier = posted_with(form_key, author=author)
        if earlier is None:
            raise
        return earlier
    return Posted(comment, is_new=True)


def posted_with(form_key: UUID, *, author: User) -> Posted | None:
    """The comment that this form has made already. Raises Refused when somebody else's did."""
    body = CommentBody.objects.filter(form_key=form_key).select_related("comment").first()
    if body is None:
        return None
    if body.author_id != author.pk:
        raise Refused(_("This form was used already. Open the page again and send it from there."))
    return Posted(body.comment, is_new=False)


@trees.tree_transaction
def insert_comment(
    article: Article, sitting: Sitting, words: Words, parent: Comment | None, verdict: Verdict
) -> Comment:
    """The transaction of post_comment. Raises Refused, TreeMoved."""
    author = sitting.author
    if parent is not None:
        parent = trees.lock(parent)
    # Its branch may have moved to another article since the form was made.
    article_id = parent.article_id if parent is not None else article.pk
    # After the lock: of two replies to one comment, the later in the list is the later in time.
    now = timezone.now()
    refuse_where_closed(article_id, parent)
    held_at = now if verdict.is_held else None
    comment = Comment(article_id=article_id, author=author, parent=parent, created_at=now, held_at=held_at)
    place(comment, parent, published_at=None if held_at else now)
    comment.save(force_insert=True)
    CommentBody.objects.create(
        comment=comment, author=author, text=words.text, format=words.format, html=words.html, form_key=sitting.form_key
    )
    if comment.listed:
        listing.add_to_article(article_id, at=now)
    if why := why_not_published(author, is_held=held_at is not None):
        raise Refused(why)
    discard_written(sitting, {"article": article} if parent is None else {"parent": parent})
    announce("comment_held" if held_at else "comment_published", comment_id=comment.pk)
    return comment


def refuse_where_closed(article_id: int, parent: Comment | None) -> None:
    """Raise Refused where nobody can post now, for a reason that only the lock makes certain."""
    # A reply's article stays what it is while the tree is locked; under a new thread it could be merged away.
    articles = Article.objects
    article = articles.pinned(article_id) if parent is None else articles.for_links().filter(pk=article_id).first()
    if article is not None and article.why_closed:
        raise Refused(article.why_closed)
    if parent is None:
        return
    if not parent.is_published:
        raise Refused(_("The comment you are answering is gone. Your words are kept below."))
    if Comment.objects.in_locked_branches().filter(pk=parent.pk).exists():
        raise Refused(_("This branch is locked: it can be read, but not continued. Your words are kept below."))
    if parent.level >= MAX_LEVEL:
        raise Refused(_("This branch is too deep to go on. Answer further up, or begin a thread of its own."))
    if Comment.objects.get(pk=parent.tree_id).rght // 2 > settings.THREAD_LIMIT:
        raise Refused(_("This thread is full. Begin a new one and link to it."))


def place(comment: Comment, parent: Comment | None, *, published_at: datetime | None) -> None:
    """Give an unsaved comment its place in the tree and what follows from it. The parent's tree is locked."""
    comment.published_at = published_at
    comment.listed = published_at is not None
    if parent is None:
        trees.place_root(comment)
        comment.fold_rank = 0 if comment.listed else None
    elif published_at is None:
        trees.place_last(comment, parent)
    else:
        trees.place_last(comment, parent, **listing.more_replies(1, at=published_at))
        comment.fold_rank = listing.rank_of(comment, parent_rank=parent.fold_rank or 0)
