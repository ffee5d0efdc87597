"""Grafting: a single reply from outside, added to a thread that exists.

Planting brings whole threads; this brings what has been added to one at its source since. It is posting without a form:
the reply comes with its own time and facts, is bound by no limit, and takes its place after the replies that are there.
"""

from django.db import IntegrityError

from forum.articles.models import Article
from forum.comments import listing, trees
from forum.comments.columns import Columns
from forum.comments.keys import allocate_ids
from forum.comments.models import Comment, CommentBody
from forum.comments.planting import Seed, body_row, comment_row, credit_authors
from forum.events.announcing import announce


def graft_reply(parent: Comment, seed: Seed, *, imported_with: Article) -> int:
    """Write an imported seed below its parent, which may be a tombstone. Returns the key of its comment.

    Another import may have written it meanwhile: then its comment is that one.
    """
    try:
        return insert_reply(parent, seed, imported_with)
    except IntegrityError:
        return CommentBody.objects.get(imported_with=imported_with, imported_id=seed.imported_id).comment_id


@trees.tree_transaction
def insert_reply(parent: Comment, seed: Seed, imported_with: Article) -> int:
    """The transaction of graft_reply. Raises IntegrityError, TreeMoved."""
    parent = trees.lock(parent)
    [pk] = allocate_ids(Comment, 1)
    pks = {seed.key: pk, str(seed.parent): parent.pk}
    # Unlisted at first: then listing it lists also the tombstones that stand above it alone.
    comment = comment_row(parent.article, seed, pks, Columns(parent.tree_id, parent.level + 1))
    trees.place_last(comment, parent)
    comment.save(force_insert=True)
    body_row(imported_with, seed, pks).save(force_insert=True)
    listing.relist(comment)
    credit_authors([seed])
    announce("reply_planted", comment_id=pk)
    return pk
