"""Importing: what a file of threads holds and this forum does not have yet.

Articles are known by source and id, comments by the article that they came with and their id there, so that a second
import finds everything here and writes nothing. Top-level comments that are new are planted with all below them, an
article's in one transaction; replies that have come to threads since they were brought in are grafted one by one. What
exists is never altered.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.placeholders import placeholders
from forum.articles.models import Article
from forum.articles.submitting import published
from forum.articles.tagging import tags_named
from forum.comments.grafting import graft_reply
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.writing import Words
from forum.lib.addresses import address_key
from forum.lib.links import is_let_through
from forum.lib.markdown import Format, mentioned_names, render, sanitise
from forum.lib.text import clean_text
from forum.threads.identity import find_article, known_comments
from forum.threads.sorting import sort_out
from forum.threads.threadfile import CommentRecord, Refusal, ThreadRecord


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article and its comments."""

    article: Article
    is_new: bool
    taken: list[CommentRecord]
    known: int
    refused: list[Refusal]


def import_thread(record: ThreadRecord) -> Outcome:
    """Bring in what is new of an article and its comments."""
    try:
        return import_once(record)
    except IntegrityError:
        # Another import of the same file was first: now what it wrote is found.
        return import_once(record)


def import_once(record: ThreadRecord) -> Outcome:
    """Raises IntegrityError when somebody else brought in some of it meanwhile."""
    article = find_article(record.source, record.id)
    is_new, begun = article is None, article.began_at if article else beginning_of(record)
    known = known_comments(article, names_in(record)) if article else {}
    found = sort_out(record, known, begun=begun)
    taken = [*found.planted, *found.grafted]
    people = authors_of(record, taken, is_new=is_new)
    seeds = [seed_from(forgotten(c), author_id=people[c.author], begun=begun) for c in found.planted]
    if article is None or seeds:
        with transaction.atomic():
            article = article or add_article(record, author_id=people[record.author], begun=begun)
            plant_threads(article, seeds)
    grafts = [seed_from(forgotten(c), author_id=people[c.author], begun=begun) for c in found.grafted]
    graft_replies(article, grafts, known)
    return Outcome(article, is_new, taken, found.known, [*record.refused, *found.refused])


def names_in(record: ThreadRecord) -> set[str]:
    """The comments that a record speaks of: its own, and those that it only answers."""
    names = {comment.id for comment in record.comments}
    return names | {comment.parent for comment in record.comments if comment.parent is not None}


def authors_of(record: ThreadRecord, taken: Collection[CommentRecord], *, is_new: bool) -> dict[str, int]:
    """The keys of the people who wrote what is new: nobody else of the file is made a person here."""
    names = {comment.author for comment in taken}
    return placeholders(record.source, names | {record.author} if is_new else names)


def beginning_of(record: ThreadRecord) -> datetime:
    """When an article appeared: when it says, else with its first comment, else now."""
    times = [comment.created for comment in record.comments if comment.created is not None]
    return record.created or min(times, default=None) or timezone.now()


def add_article(record: ThreadRecord, *, author_id: int, begun: datetime) -> Article:
    words = words_from(record.body, record.format)
    source_url = record.url if is_let_through(record.url) else ""
    article = Article.objects.create(
        title=record.title,
        deck=record.deck,
        dateline_place=record.dateline_place,
        dateline_date=record.dateline_date,
        source_name=record.source_name,
        source_url=source_url,
        source_key=address_key(source_url),
        author_id=author_id,
        text=words.text,
        format=words.format,
        html=words.html,
        submitted_at=begun,
        **published(begun),
        edited_at=max(record.edited, begun) if record.edited else None,
        locked_at=record.locked,
        withdrawn_at=max(record.withdrawn, begun) if record.withdrawn else None,
        imported_source=record.source,
        imported_id=record.id,
    )
    article.tags.set(tags_named(record.tags))
    return article


def graft_replies(article: Article, seeds: list[Seed], known: Mapping[str, int]) -> None:
    """Add replies, parents first, each in a transaction of its own: a run that is cut short is taken up by the next."""
    pks = dict(known)
    for seed in seeds:
        parent = Comment.objects.get(pk=pks[str(seed.parent)])
        pks[seed.key] = graft_reply(parent, seed, imported_with=article)


def forgotten(comment: CommentRecord) -> CommentRecord:
    """The comment; without its words where its author or a moderator took it away."""
    return replace(comment, body="") if comment.deleted or comment.removed else comment


def seed_from(comment: CommentRecord, *, author_id: int, begun: datetime, people: Collection[str] = ()) -> Seed:
    """A comment of a file, ready to be planted. `people` are those whose names in it become links."""
    at = comment.created or begun
    edited = max(comment.edited, at) if comment.edited else None
    words = words_from(comment.body, comment.format, people=people)
    return Seed(
        key=comment.id,
        parent=comment.parent,
        author_id=author_id,
        at=at,
        text=words.text,
        html=words.html,
        format=words.format,
        edited_at=edited,
        removed_at=(edited or at) if comment.removed else None,
        deleted_at=(edited or at) if comment.deleted else None,
        base_up=max(comment.score, 0),
        base_down=max(-comment.score, 0),
        imported_id=comment.id,
    )


def words_from(body: str, format: Format, *, people: Collection[str] = ()) -> Words:
    """A text from outside as it is kept. HTML stays HTML, but only what is safe of it."""
    if format is Format.HTML:
        # Halves of surrogate pairs are no text to any database.
        html = sanitise(body.encode(errors="replace").decode())
        return Words(html, format, html)
    text = clean_text(body)
    mentions = mentioned_names(text).intersection(people) if people else ()
    return Words(text, format, render(text, format, mentions=mentions))


def learn_sizes() -> None:
    """Tell PostgreSQL's planner at once what a large import changed: the next pages and exports are planned by it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE accounts_user, articles_article, comments_comment, comments_commentbody")
