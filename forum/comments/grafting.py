"""Grafting: a single reply from outside, added to a thread that exists.

Planting brings whole threads; this brings what has been added to one at its source since. It is posting without a form:
the reply comes with its own time and facts, is bound by no limit, and takes its place after the replies that are there.
"""

from forum.articles.models import Article
from forum.comments import listing, trees
from forum.comments.columns import Columns
from forum.comments.models import Comment
from forum.comments.planting import Seed, body_row, comment_row
from forum.events.announcing import announce


@trees.tree_transaction
def graft_reply(parent: Comment, seed: Seed, *, imported_with: Article) -> int:
    """Write a seed below its parent, which may be a tombstone, and count it above. Returns the new comment's key.

    Raises IntegrityError when it is there already, and TreeMoved inside an outer transaction.
    """
    parent = trees.lock(parent)
    [pk] = trees.allocate_ids(Comment, 1)
    pks = {seed.key: pk, str(seed.parent): parent.pk}
    # Unlisted at first: then listing it lists also the tombstones that stand above it alone.
    comment = comment_row(parent.article, seed, pks, Columns(parent.tree_id, parent.level + 1))
    trees.place_last(comment, parent)
    comment.save(force_insert=True)
    body_row(imported_with, seed, pks).save(force_insert=True)
    listing.relist(comment)
    announce("reply_planted", comment_id=pk)
    return pk
