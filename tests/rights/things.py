"""What the addresses of the table point at: each builder makes one thing of its author's, and gives its placeholders.

`query`, where there is one, is what a GET of it asks besides.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import Restriction, User
from forum.articles.drafts import save_draft
from forum.articles.judging import decline_article
from forum.articles.models import Article, Tag
from forum.articles.removal import remove_article
from forum.comments.deleting import delete_comment
from forum.comments.drafts import Sitting
from forum.comments.drafts import save_draft as save_draft_of_comment
from forum.comments.editing import edit_comment, version_of
from forum.comments.folding import fold_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.events.models import Delivery
from forum.notifications.feeds import make_key
from forum.notifications.leaving import Leaving
from forum.notifications.models import FanOut, FeedKey, Kind, Mail, Notification, RefusedAddress
from forum.notifications.telling import tell
from forum.threads.attending import attend
from forum.threads.collapsing import collapse
from forum.threads.models import Attention
from forum.threads.nodes import Node
from forum.votes.casting import cast_vote
from moderation import acting, moving
from moderation.acting import Decided
from moderation.appealing import appeal
from moderation.asking import ask
from moderation.autoruling import Terms, draft_version, put_in_force
from moderation.calming import Measure, calm
from moderation.carrying_out import ask as ask_in_bulk
from moderation.conditions import Conditions
from moderation.deciding import Verdict, decide
from moderation.escalating import escalate
from moderation.filtering import save_filter
from moderation.models import AutoRule, AutoRuleVersion, Case, LoggedAct, Trial
from moderation.proposing import propose
from moderation.reporting import Notice, report
from moderation.restricting import Length, restrict
from moderation.voiding import void_votes
from tests.make import ArticleFactory, RuleFactory, UserFactory, make_comment
from tests.moderation.cases import case_of, decided_by, notice_of

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


def logged(cast: Cast) -> Placeholders:
    """An act in the moderators' log."""
    entry = acting.hold(comment_of(cast), Decided(by=cast["moderator"], at=timezone.now()))
    return {"object_id": str(entry and entry.pk), "number": str(entry and entry.pk)}


def judged(cast: Cast) -> LoggedAct:
    """A removal that befell the author, by the moderator."""
    entry = acting.remove(comment_of(cast), Decided(by=cast["moderator"], at=timezone.now()))
    assert entry is not None
    return LoggedAct.objects.select_related("particulars").get(pk=entry.pk)


def appealed(cast: Cast) -> Placeholders:
    return {"pk": str(appeal(judged(cast), by=cast["author"], text="I only asked.", at=timezone.now()).pk)}


def rule(cast: Cast) -> Placeholders:
    """With another one before it."""
    return {"pk": str(RuleFactory.create_batch(2)[1].pk)}


def retired(cast: Cast) -> Placeholders:
    return {"pk": str(RuleFactory.create(retired_at=timezone.now()).pk)}


def calmed(cast: Cast) -> Placeholders:
    """An article without links, in a forum without links."""
    article, now = article_of(cast), timezone.now()
    for where in (article, None):
        calm(where, Measure.LINKS, Decided(by=cast["moderator"], at=now), until=now + timedelta(hours=1))
    return placeholders(article)


def ring(cast: Cast) -> Placeholders:
    """Two people who vote for the same five comments."""
    people = UserFactory.create_batch(2)
    for _each in range(5):
        comment = comment_of(cast)
        for person in people:
            cast_vote(comment, voter=person, value=1)
    return {"people": ",".join(str(person.pk) for person in people)}


def voided(cast: Cast) -> Placeholders:
    people = [int(pk) for pk in ring(cast)["people"].split(",")]
    now = timezone.now()
    entry = void_votes(people, Decided(by=cast["moderator"], at=now), since=now - timedelta(days=1))
    return {"number": str(entry and entry.number)}


def version_of_rule(cast: Cast) -> AutoRuleVersion:
    autorule = AutoRule.objects.create(title="No rain", owner=cast["moderator"])
    terms = Terms(Conditions(pattern="rain"), AutoRuleVersion.Action.HOLD, RuleFactory.create(), "No rain here.")
    return draft_version(autorule, terms, by=cast["moderator"], at=timezone.now())


def autorule(cast: Cast) -> Placeholders:
    return {"pk": str(version_of_rule(cast).autorule_id)}


def enforced(cast: Cast) -> Placeholders:
    """A rule that is live."""
    version = version_of_rule(cast)
    put_in_force(version, "live", by=cast["moderator"], at=timezone.now())
    return {"pk": str(version.autorule_id)}


def version(cast: Cast) -> Placeholders:
    return {"pk": str(version_of_rule(cast).pk)}


def trial(cast: Cast) -> Placeholders:
    made = Trial.objects.create(version=version_of_rule(cast), days=7, by=cast["moderator"], asked_at=timezone.now())
    return {"pk": str(made.pk)}


def gone(cast: Cast) -> Placeholders:
    """An article that a moderator removed."""
    article = article_of(cast)
    remove_article(article, by=cast["moderator"], at=timezone.now())
    return placeholders(article)


def slowed(cast: Cast) -> Placeholders:
    return restricted(cast, Length(kind=Restriction.Kind.SLOW, minutes=5))


def warned(cast: Cast) -> Placeholders:
    return restricted(cast, Length(kind=Restriction.Kind.WARN))


def restricted(cast: Cast, length: Length) -> Placeholders:
    restrict(cast["author"], length, Decided(by=cast["admin"], at=timezone.now()))
    return {"pk": str(cast["author"].restrictions.get().pk)}


def proposed(cast: Cast) -> Placeholders:
    """A ban of the author, by a colleague."""
    return proposed_by(UserFactory.create(role=User.Role.MODERATOR), cast)


def proposed_by(colleague: User, cast: Cast) -> Placeholders:
    decided = Decided(by=colleague, at=timezone.now(), rule=RuleFactory.create())
    return {"pk": str(propose(cast["author"], Length(kind=Restriction.Kind.BAN), decided).pk)}


def case(cast: Cast) -> Placeholders:
    """A comment that somebody reported."""
    return {"pk": str(case_of(comment_of(cast)).pk)}


def reported_by_all(cast: Cast) -> Placeholders:
    """A comment that everybody who may has reported."""
    comment = comment_of(cast)
    for role in ("reader", "moderator", "admin"):
        report(comment, notice_of(cast[role]))
    return placeholders(comment)


def asked(cast: Cast) -> Placeholders:
    of = case(cast)
    ask(Case.objects.get(pk=of["pk"]), by=cast["moderator"], question="Is that satire?", at=timezone.now())
    return of


def passed(cast: Cast) -> Placeholders:
    """A case that the moderator passed to the admins."""
    of = case(cast)
    escalate(Case.objects.get(pk=of["pk"]), by=cast["moderator"], why="It is about all of us.", at=timezone.now())
    return of


def kept_filter(cast: Cast) -> Placeholders:
    """The admin's own."""
    return {"pk": str(save_filter("Of the river", "tab=all&order=age", owner=cast["admin"]).pk)}


def decided(cast: Cast) -> Placeholders:
    """A case whose comment was removed."""
    entry = decide(int(case(cast)["pk"]), Verdict.REMOVE, decided_by(cast["moderator"]))
    return {"number": str(entry.pk)}


def bulk(cast: Cast) -> Placeholders:
    """One case that was decided as many are."""
    key = uuid4()
    by = replace(decided_by(cast["moderator"]), bulk=key)
    decide(int(case(cast)["pk"]), Verdict.REMOVE, by)
    return {"key": str(key)}


def shut(cast: Cast) -> Placeholders:
    """A comment of a locked branch."""
    comment = comment_of(cast)
    acting.lock_below(comment, decided_by(cast["moderator"]))
    return placeholders(comment)


def moved(cast: Cast) -> Placeholders:
    entry = moving.move(comment_of(cast), ArticleFactory.create(), decided_by(cast["moderator"]))
    return {"number": str(entry and entry.pk)}


def merged(cast: Cast) -> Placeholders:
    """An article whose discussion goes on under another."""
    article = article_of(cast)
    moving.merge(article, ArticleFactory.create(), decided_by(cast["moderator"]))
    return placeholders(article)


def halted(cast: Cast) -> Placeholders:
    """Asked for, and nobody has begun."""
    asked = ask_in_bulk(uuid4(), [int(case(cast)["pk"])], Verdict.REMOVE, decided_by(cast["moderator"]))
    return {"key": str(asked.key)}


def removed(cast: Cast) -> Placeholders:
    comment = comment_of(cast)
    remove_comment(comment, by=cast["moderator"], at=timezone.now())
    return placeholders(comment)


def folded(cast: Cast) -> Placeholders:
    comment = comment_of(cast)
    fold_comment(comment, at=timezone.now())
    return placeholders(comment)


def notice(cast: Cast) -> Placeholders:
    """Of something illegal, from nobody who is known."""
    RuleFactory.create()
    return placeholders(comment_of(cast))


def receipt(cast: Cast) -> Placeholders:
    said = Notice(by=None, rule=RuleFactory.create(), at=timezone.now(), receipt=uuid4())
    return {"receipt": str(report(comment_of(cast), said).receipt)}


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


def came(cast: Cast) -> Placeholders:
    """An article, and what came while it was read."""
    comment = comment_of(cast)
    return placeholders(comment.article, query=f"?of={comment.pk}")


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


def mailed(cast: Cast) -> Placeholders:
    """The way out of mail that the author got."""
    return {"token": Leaving(cast["author"].pk, "reply").token}


def fed(cast: Cast) -> Placeholders:
    """Everybody has a private feed; the author's."""
    for person in cast.values():
        make_key(person, at=timezone.now())
    return {"key": FeedKey.objects.get(person=cast["author"]).key}


def back(cast: Cast) -> Placeholders:
    """Everybody's mail comes back."""
    for person in cast.values():
        refused = RefusedAddress.objects.create(address=person.email, refused_at=timezone.now())
    return {"object_id": str(refused.pk)}


def post(cast: Cast) -> Placeholders:
    """A mail on its way to the author."""
    now = timezone.now()
    return {"object_id": str(Mail.objects.create(person=cast["author"], rhythm="daily", begun_at=now, due_at=now).pk)}


def told(cast: Cast) -> Placeholders:
    """Everybody is told of a comment, and has not read it."""
    comment = comment_of(cast)
    tell([person.pk for person in cast.values()], Kind.MENTION, of=comment, at=timezone.now())
    return placeholders(comment, object_id=str(Notification.objects.order_by("pk")[0].pk))


def watched(cast: Cast) -> Placeholders:
    """An article that everybody watches, and was told of a comment in it."""
    comment = comment_of(cast)
    for person in cast.values():
        attend(Node("a", comment.article_id), Attention.Level.WATCH, person=person, at=timezone.now())
    tell([person.pk for person in cast.values()], Kind.WATCHED, of=comment, at=timezone.now())
    return {"sort": "a", "pk": str(comment.article_id)}


def fanned(cast: Cast) -> Placeholders:
    fan_out = FanOut.objects.create(comment=comment_of(cast), begun_at=timezone.now())
    return {"object_id": str(fan_out.pk)}


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
    "told": told,
    "reported": reported_by_all,
    "watched": watched,
    "hidden": lambda cast: {"sort": "c", **held(cast)},
    "fanned": fanned,
    "removed": removed,
    "folded": folded,
    "gone": gone,
    "talk": lambda cast: placeholders(comment_of(cast).article),
    "shut": shut,
    "moved": moved,
    "merged": merged,
    "slowed": slowed,
    "warned": warned,
    "peer": lambda cast: {"name": cast["moderator"].username},
    "logged": logged,
    "ring": ring,
    "voided": voided,
    "calmed": calmed,
    "autorule": autorule,
    "enforced": enforced,
    "version": version,
    "trial": trial,
    "judged": lambda cast: {"number": str(judged(cast).pk)},
    "theirs": lambda cast: {"query": f"?person={cast['author'].username}"},
    "appeal": appealed,
    "rule": rule,
    "retired": retired,
    "notice": notice,
    "receipt": receipt,
    "proposed": proposed,
    "admins": lambda cast: proposed_by(cast["admin"], cast),
    "case": case,
    "asked": asked,
    "filter": kept_filter,
    "passed": passed,
    "decided": decided,
    "bulk": bulk,
    "halted": halted,
    "deleted": deleted,
    "held": held,
    "edited": edited,
    "fold": fold,
    "sought": sought,
    "away": away,
    "came": came,
    "author": lambda cast: {"name": cast["author"].username},
    "reader": lambda cast: placeholders(cast["reader"]),
    "closed": closed,
    "letter": letter,
    "mailed": mailed,
    "provider": lambda cast: {"provider": "postmark"},
    "fed": fed,
    "back": back,
    "post": post,
    "app": lambda cast: {"app_label": "comments"},
}
