"""Watching and muting, for one person: what they want of an article, a branch, a person or a tag."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.policy import Viewer
from forum.comments.writing import Refused
from forum.threads.models import Attention
from forum.threads.nodes import COLUMNS, Node, Nodes, node_in

Level = Attention.Level

type Levels = Mapping[Node, str]

# Whoever follows more than this reads it all anyway.
MOST = 1000


@transaction.atomic
def attend(node: Node, level: Attention.Level, *, person: User, at: datetime, until: datetime | None = None) -> None:
    """From now on, in the place of what was set there before. Raises Refused, in words for the person."""
    if node == Node("u", person.pk):
        raise Refused(_("That is you: nobody can watch or mute themselves."))
    column = f"{COLUMNS[node.sort]}_id"
    theirs = Attention.objects.of(person)
    if theirs.exclude(**node.column).count() >= MOST:
        raise Refused(_("You watch and mute as much as can be kept. Take something off first."))
    Attention.objects.bulk_create(
        [Attention(person=person, level=level, set_at=at, until=until, **node.column)],
        update_conflicts=True,
        unique_fields=[column, "person_id"],
        update_fields=["level", "set_at", "until"],
    )


def stop_attending(node: Node, *, person: User) -> bool:
    """As if it had never been set: what is above decides again. False if nothing was set there."""
    deleted, _by_model = Attention.objects.of(person).filter(**node.column).delete()
    return deleted > 0


def set_on(node: Node, *, person: User, now: datetime) -> Attention | None:
    """What is set there itself, with what it is set on; None where nothing is."""
    return Attention.objects.of(person).in_force(now).filter(**node.column).with_nodes().first()


# -- What applies -----------------------------------------------------------------------------------------------------


def levels_of(people: Collection[int], nodes: Iterable[Node], now: datetime) -> Mapping[int, Levels]:
    """By person, what they set where."""
    levels: defaultdict[int, dict[Node, str]] = defaultdict(dict)
    set_there = Attention.objects.in_force(now).on(nodes).filter(person__in=people)
    for person, level, *columns in set_there.values_list("person", "level", *COLUMNS.values()):
        levels[person][node_in(columns)] = level
    return levels


def nearest(levels: Levels, nodes: Nodes) -> str | None:
    """What applies to somebody who set these; None where nothing does.

    What a muted person says is muted wherever it is said: nothing is nearer to a comment than who speaks. Then a branch
    goes before the one around it, that before the article, the article before a person who is watched; tags come last,
    and of these a muted one is enough.
    """
    if levels.get(nodes.author) == Level.MUTE:
        return Level.MUTE
    for node in (*nodes.branch, nodes.article, nodes.author):
        if node in levels:
            return levels[node]
    of_tags = [levels[tag] for tag in nodes.tags if tag in levels]
    return Level.MUTE if Level.MUTE in of_tags else next(iter(of_tags), None)


def muted_articles(viewer: Viewer, articles: Sequence[Article], now: datetime) -> set[int]:
    """Of a list, in one statement. Their tags are at hand."""
    if not isinstance(viewer, User):
        return set()
    nodes = {
        each.pk: Nodes(
            Node("u", each.author_id), Node("a", each.pk), tags=[Node("t", tag.pk) for tag in each.tags.all()]
        )
        for each in articles
    }
    levels = levels_of([viewer.pk], {node for each in nodes.values() for node in each}, now)[viewer.pk]
    return {pk for pk, each in nodes.items() if nearest(levels, each) == Level.MUTE}
