"""The trees of comments: nested sets that concurrent writers cannot break. The only file that imports mptt.

One tree per top-level comment, named after it: tree_id is the root's primary key (a CHECK says so). The root's row is
the tree's lock. Why that is safe:

- lft, rght, level and tree_id of a tree are written only by transactions that first lock its root (FOR NO KEY UPDATE,
  several in id order, so no cycle can form) and read the node again after the lock: under READ COMMITTED that is a new
  snapshot, which holds all that the last owner of the lock committed. Writers of one tree are serial; trees share no
  row.
- Between looking up a node's tree_id and getting the lock its branch may have moved. The second read shows it:
  TreeMoved, and the whole transaction runs again, never a second lock out of order.
- A new root needs no lock: its tree_id is its own key, fresh from the sequence.
- A branch becomes a root, and a root a branch again, under the locks of all trees that it touches: whoever waited for
  the lock of a root that is none any more finds the node in another tree.
- Shift, insertion and counters are one transaction: an abort takes them back together.
- FOR NO KEY UPDATE, not FOR UPDATE: foreign keys of votes and bodies take KEY SHARE on comments and must not queue
  behind replies. For the same reason no unique index may cover lft or rght.
- On SQLite, BEGIN IMMEDIATE is all of these locks at once.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from itertools import batched
from typing import TYPE_CHECKING, ClassVar, NoReturn

from django.db import OperationalError, connection, models, transaction
from django.db.models import F, Min, Q
from django.db.models.expressions import Combinable
from mptt.managers import TreeManager
from mptt.models import MPTTModel

from forum.comments.keys import allocate_ids

# A moved branch costs one more try, a deadlock (which the order of locks rules out) another. Past this it is a fault.
ATTEMPTS = 8
# SQLite binds at most 32,766 values a statement, and an article may have more threads.
TREES_A_STATEMENT = 1000
# deadlock_detected and serialization_failure: the transaction was undone and may simply run again.
RETRIED_SQLSTATES = {"40P01", "40001"}

_held: ContextVar[frozenset[int]] = ContextVar("held", default=frozenset())


class TreeMoved(Exception):
    """The node's branch moved to another tree before its lock was ours: run the whole transaction again."""


class ForestManager(TreeManager):
    """mptt's manager with its own doors shut: it reads positions before it locks, and counts roots with MAX + 1."""

    def insert_node(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("Comments enter a tree through forum.comments.posting or forum.comments.planting.")

    def _move_node(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("Branches move through forum.comments.moving.")

    def rebuild(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("Trees are repaired by `./dev manage check_tree --fix`.")

    partial_rebuild = delay_mptt_updates = disable_mptt_updates = rebuild


class ForestModel(MPTTModel):
    """A node. The columns are declared here, where types can see them, and mptt takes them as its own."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="children")
    tree_id = models.PositiveBigIntegerField(editable=False)
    lft = models.PositiveIntegerField(editable=False)
    rght = models.PositiveIntegerField(editable=False)
    level = models.PositiveIntegerField(editable=False)

    forest: ClassVar[ForestManager] = ForestManager()

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        # What mptt and Django add, for types to see.
        parent_id: int | None
        _tree_manager: ClassVar[ForestManager]

        def __init__(self, *args: object, **kwargs: object) -> None: ...
        def save(self, *, force_insert: bool = False) -> None: ...  # type: ignore[override]  # all that we use of it


def tree_transaction[**P, T](verb: Callable[P, T]) -> Callable[P, T]:
    """Run a verb in one transaction, again when a tree moved under it.

    Inside an outer transaction the verb joins it and TreeMoved reaches the outer's owner: a part of a transaction
    cannot be run again.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block:
            return verb(*args, **kwargs)
        for _attempt in range(ATTEMPTS - 1):
            try:
                with transaction.atomic(durable=True):
                    return verb(*args, **kwargs)
            except TreeMoved:
                continue
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in RETRIED_SQLSTATES:
                    raise
        with transaction.atomic(durable=True):
            return verb(*args, **kwargs)

    return run


def lock_trees(model: type[ForestModel], tree_ids: Iterable[int]) -> set[int]:
    """Lock the trees with these roots, in id order. Their keys: what is a root no more is not locked."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A tree is locked inside a transaction.")
    locked: set[int] = set()
    for some in batched(sorted(set(tree_ids)), TREES_A_STATEMENT):
        roots = model._base_manager.filter(pk__in=some, parent__isnull=True).order_by("pk")
        locked.update(roots.select_for_update(no_key=True).values_list("pk", flat=True))
    return locked


def lock_trees_of(model: type[ForestModel], pks: Collection[int]) -> list[int]:
    """Lock the trees that hold these nodes. The nodes that are in one of them now: the others moved meanwhile."""
    nodes = model._base_manager.filter(pk__in=pks)
    locked = set(nodes.values_list("tree_id", flat=True))
    lock_trees(model, locked)
    return list(nodes.filter(tree_id__in=locked).order_by("pk").values_list("pk", flat=True))


@contextmanager
def holding_trees_of(model: type[ForestModel], pks: Collection[int]) -> Iterator[None]:
    """Lock the trees that hold these nodes, all in id order, before several verbs run in one transaction.

    Within, none of these is locked again: the transaction has them until its end.
    """
    trees = model._base_manager.filter(pk__in=pks).values_list("tree_id", flat=True)
    token = _held.set(frozenset(lock_trees(model, trees)))
    try:
        yield
    finally:
        _held.reset(token)


def lock[N: ForestModel](node: N) -> N:
    """The node as it is now, with its tree locked.

    Raises TreeMoved when the branch moved meanwhile; the given node then knows its new tree, so that the next try with
    the same node locks the right one.
    """
    return lock_together(node)[0]


def lock_together[N: ForestModel](*nodes: N) -> list[N]:
    """Likewise several nodes, of several trees perhaps."""
    model = type(nodes[0])
    lock_trees(model, {node.tree_id for node in nodes} - _held.get())
    found = model._base_manager.in_bulk([node.pk for node in nodes])
    moved = [node for node in nodes if found[node.pk].tree_id != node.tree_id]
    for node in moved:
        node.tree_id = found[node.pk].tree_id
    if moved:
        raise TreeMoved(", ".join(f"{node.pk} is in tree {node.tree_id} now" for node in moved))
    return [found[node.pk] for node in nodes]


def ancestor_ids(node: ForestModel) -> list[int]:
    """The keys of the node's ancestors, parent first, by walking the parent links: no scan of the tree."""
    table = connection.ops.quote_name(node._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE up(id, parent_id, level) AS ("  # noqa: S608 - the only name put in is our own table's
            f" SELECT id, parent_id, level FROM {table} WHERE id = %s"
            f" UNION ALL SELECT c.id, c.parent_id, c.level FROM up JOIN {table} c ON c.id = up.parent_id)"
            f" SELECT id FROM up ORDER BY level DESC",
            [node.parent_id],
        )
        return [pk for (pk,) in cursor.fetchall()]


def ancestors[N: ForestModel](node: N) -> list[N]:
    """Likewise the ancestors themselves."""
    if node.parent_id is None:
        return []
    model = type(node)
    table = connection.ops.quote_name(model._meta.db_table)
    found = model._base_manager.raw(
        f"WITH RECURSIVE up AS (SELECT * FROM {table} WHERE id = %s"  # noqa: S608 - as above
        f" UNION ALL SELECT c.* FROM up JOIN {table} c ON c.id = up.parent_id)"
        f" SELECT * FROM up ORDER BY level DESC",
        [node.parent_id],
    )
    return list(found)


def place_root(node: ForestModel) -> None:
    """Give an unsaved node its key and the columns of a tree of its own."""
    [node.pk] = allocate_ids(type(node), 1)
    node.tree_id, node.lft, node.rght, node.level = node.pk, 1, 2, 0


def place_last(node: ForestModel, parent: ForestModel, **counters: Combinable) -> None:
    """Make room for an unsaved node as the last child of a locked parent; `counters` change on its ancestors.

    mptt's own shift (`lft > t OR rght > t`) scans the whole tree. Here everything to the right is one range of the
    index (tree_id, lft), and the ancestors are found by their parent links, so that one UPDATE widens them and counts
    the reply.
    """
    node.tree_id, node.lft, node.rght, node.level = parent.tree_id, parent.rght, parent.rght + 1, parent.level + 1
    rows = type(parent)._base_manager
    rows.filter(tree_id=parent.tree_id, lft__gt=parent.rght).update(lft=F("lft") + 2, rght=F("rght") + 2)
    rows.filter(pk__in=[parent.pk, *ancestor_ids(parent)]).update(rght=F("rght") + 2, **counters)


def detach(node: ForestModel) -> None:
    """Make a locked branch a tree of its own, named after it. The given node is changed as its row is."""
    node._tree_manager._make_child_root_node(node, new_tree_id=node.pk)
    type(node)._base_manager.filter(pk=node.pk).update(parent=None)


def attach(node: ForestModel, parent: ForestModel) -> None:
    """Make a locked tree a branch again, below a node of another locked tree, in its place: replies stand by keys.

    The given node is changed as its row is.
    """
    rows = type(parent)._base_manager
    # A Q: the types' plugin breaks on a foreign key of an abstract model.
    younger = rows.filter(Q(parent=parent.pk), pk__gt=node.pk)
    place = younger.aggregate(first=Min("lft"))["first"] or parent.rght
    rows.filter(tree_id=parent.tree_id, lft__gte=place).update(lft=F("lft") + node.rght, rght=F("rght") + node.rght)
    rows.filter(pk__in=[parent.pk, *ancestor_ids(parent)]).update(rght=F("rght") + node.rght)
    rows.filter(pk=node.pk).update(parent=parent.pk)
    rows.filter(tree_id=node.pk).update(
        tree_id=parent.tree_id,
        lft=F("lft") + place - 1,
        rght=F("rght") + place - 1,
        level=F("level") + parent.level + 1,
    )
    node.refresh_from_db()
