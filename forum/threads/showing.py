"""What the lean template is given: every word, age and address computed, and nothing that this viewer may not read."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from forum.comments import policy
from forum.lib.stamps import Stamp
from forum.threads import labels
from forum.threads.actions import Action
from forum.threads.covers import about_fold, cover_of
from forum.threads.microdata import Scope, scopes_of
from forum.threads.rows import Row
from forum.threads.scene import Scene
from forum.threads.tree import Entry, Kind, Marks, marks
from forum.threads.ways import Link, Toggle, Way, put_away, toggle_of, ways_from
from forum.votes.voters import Voter


class Shown(NamedTuple):
    """A comment as the template writes it. `body` is empty where the viewer may not read it."""

    id: int
    level: int
    parent_id: int | str
    classes: str
    # For machines: whose comment it is, empty for a tombstone and for the nameless.
    author: str
    name: str
    profile: str
    op: str
    staff: str
    posted: Stamp
    edited: Stamp | None
    answers: Link | None
    # The line of a tombstone, or of what waits.
    gone: str
    # Where its reason is told.
    why: str
    held: str
    # Why nobody can answer it, among its buttons.
    locked: str
    # The words on a closed cover, for its score, by a rule or because it is gone; none where the body lies open.
    cover: str
    cover_class: str
    body: str
    voter: Voter | None
    actions: list[Action]
    # The mark of what is new, and where the next new comment is.
    new: Link | None
    # Where it is told why a rule folded it.
    about: Link | None = None
    toggle: Toggle | None = None
    ways: Sequence[Way] = ()
    # The article, where the list is not of one.
    on: Link | None = None
    # For search engines.
    scope: Scope | None = None
    upvotes: int = 0


class Item(NamedTuple):
    """One <li>: a comment, or a link where there are more, and the list marks around it."""

    marks: Marks
    classes: str
    comment: Shown | None
    more: "More | None" = None


class More(NamedTuple):
    """A row that leads to comments which are not on the page."""

    kind: str
    url: str
    label: str
    hidden: int = 0
    title: str = ""
    last_reply: str = ""
    new: str = ""


def items_for(entries: Sequence[Entry[Row]], scene: Scene, *, above: int | None = None) -> list[Item]:
    """`above` is a comment of the page that the list is put under."""
    here = {entry.comment.id: entry.comment for entry in entries}
    scopes = scopes_of(entries, main=scene.target) if scene.is_described else {}
    ways = ways_from(entries, above=above) if scene.collapsed is not None else {}
    away = put_away(entries, scene.collapsed or frozenset())
    return [
        Item(
            mark,
            item_classes(entry, scene, is_away=place in away),
            show(
                entry.comment, scene, answers=answered(entry, here, scene), scope=scopes.get(entry.comment.id)
            )._replace(ways=ways.get(entry.comment.id, ()))
            if entry.kind is Kind.COMMENT
            else None,
            more_for(entry, scene) if entry.kind is not Kind.COMMENT else None,
        )
        for place, (entry, mark) in enumerate(zip(entries, marks([entry.depth for entry in entries]), strict=True))
    ]


def item_classes(entry: Entry[Row], scene: Scene, *, is_away: bool) -> str:
    pk, is_comment = entry.comment.id, entry.kind is Kind.COMMENT
    classes = {
        "deep": entry.is_deep,
        "is-target": is_comment and pk == scene.target,
        "is-collapsed": is_comment and pk in (scene.collapsed or ()),
        "in-collapsed": is_away,
    }
    return " ".join(name for name, has in classes.items() if has)


def answered(entry: Entry[Row], here: Mapping[int, Row], scene: Scene) -> Link | None:
    """Whom a comment answers, where its place does not tell: a link down the page, or to another one."""
    pk = entry.answers
    if pk is None:
        return None
    row = here.get(pk) or scene.elsewhere.get(pk)
    name = row.author_name if row is not None and row.is_published else ""
    return Link(labels.in_reply_to(name), f"#c{pk}" if pk in here else f"/c/{pk}")


def more_for(entry: Entry[Row], scene: Scene) -> More:
    comment = entry.comment
    if entry.kind is Kind.CONTINUE or entry.past is None:
        return More("continue", f"/c/{comment.id}", labels.continue_thread(), new=new_behind(entry, scene))
    return More(
        "fold",
        f"/c/{comment.id}/replies?past={entry.past.id}",
        labels.show_more(entry.hidden),
        entry.hidden,
        labels.show_more_below(entry.hidden, comment.author_name if comment.is_published else ""),
        labels.last_reply(scene.clock.stamp(comment.last_reply_at).text) if comment.last_reply_at else "",
        new_behind(entry, scene),
    )


def new_behind(entry: Entry[Row], scene: Scene) -> str:
    return scene.trail.label_of(scene.trail.hidden_under(entry))


def show(comment: Row, scene: Scene, *, answers: Link | None = None, scope: Scope | None = None) -> Shown:
    """A comment for this viewer. What is gone has neither name nor words, but for those who may still read it."""
    viewer, is_published = scene.viewer, comment.is_published
    may_read = is_published or policy.may_read(viewer, comment)
    is_gone = comment.removed_at is not None or comment.deleted_at is not None or not may_read
    is_muted = scene.is_muted(comment)
    cover, cover_class = cover_of(comment, scene, is_gone=is_gone)
    is_new = scene.trail.is_new(comment, viewer)
    name, reason = "" if is_gone else comment.author_name, scene.reasons.get(comment.id)
    return Shown(
        id=comment.id,
        level=comment.level,
        parent_id=comment.parent_id or "",
        classes=comment_classes(comment, scene, is_gone=is_gone, is_new=is_new),
        author=name,
        name="" if is_gone else name or labels.nobody(),
        profile="" if is_gone or comment.imported_name is not None else f"/u/{comment.username}",
        op=labels.op() if name and comment.author_id == scene.article.author_id else "",
        staff="" if is_gone else labels.staff(comment.role),
        posted=scene.clock.stamp(comment.published_at or comment.created_at),
        edited=edited(comment, scene) if not is_gone else None,
        answers=answers,
        gone=labels.gone(comment, reason.rule if reason else "") if is_gone else "",
        why=(reason.own_url if policy.is_author(viewer, comment) else reason.url) if reason else "",
        held=labels.held() if not is_published and not is_gone else "",
        locked=locked(comment, scene),
        cover=cover,
        cover_class=cover_class,
        about=about_fold(comment, scene),
        body=comment.html if may_read else "",
        voter=voter_of(comment, scene) if is_published and not is_muted else None,
        actions=[] if is_muted else scene.buttons.of(comment),
        new=Link(labels.new(), scene.trail.ways.get(comment.id, "")) if is_new else None,
        scope=scope,
        upvotes=upvotes(comment, scene) if scope and is_published else 0,
        toggle=toggle_of(comment, collapsed=scene.collapsed, viewer=viewer, trail=scene.trail),
    )


def locked(comment: Row, scene: Scene) -> str:
    """Said where a locked branch begins, and where a page begins inside it."""
    is_first = comment.locked_at is not None or comment.id == scene.target
    return labels.locked() if comment.is_locked and is_first else ""


def comment_classes(comment: Row, scene: Scene, *, is_gone: bool, is_new: bool) -> str:
    if is_gone:
        return "comment gone"
    own = " is-own" if policy.is_author(scene.viewer, comment) else ""
    return f"comment{own}{' is-new' * is_new}{'' if comment.is_published else ' is-held'}"


def voter_of(comment: Row, scene: Scene) -> Voter:
    url = f"/c/{comment.id}/vote" if policy.may_vote(scene.viewer, comment) else ""
    own = scene.votes.get(comment.id, 0)
    return scene.voters.of(comment.score, own=own, url=url, published_at=comment.published_at)


def upvotes(comment: Row, scene: Scene) -> int:
    """The score as search engines count it: none below zero, and none that readers are not told yet."""
    return 0 if scene.voters.hides(comment.published_at) else max(0, comment.score)


def edited(comment: Row, scene: Scene) -> Stamp | None:
    if comment.edited_at is None:
        return None
    at = scene.clock.stamp(comment.edited_at)
    return at._replace(text=labels.edited(at.text))


def list_html(items: Sequence[Item], *, next_page: More | None = None) -> SafeString:
    """The list items of a page. The one place where what Jinja2 wrote enters a Django template."""
    html = get_template("threads/_items.html", using="jinja2").render({"items": items, "next_page": next_page})
    return mark_safe(html)  # noqa: S308 - Jinja2 escaped all but the bodies, which were sanitised when they were written


def comment_html(comment: Shown) -> SafeString:
    """One comment, as an answer to htmx wants it."""
    html = get_template("threads/_one.html", using="jinja2").render({"comment": comment})
    return mark_safe(html)  # noqa: S308 - as above
