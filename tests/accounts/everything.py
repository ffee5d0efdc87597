"""Somebody of whom the forum keeps all that it can keep of anybody, and every column that could hold words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from accounts.letters import write_letter
from accounts.models import Restriction, User
from forum.articles.models import Article, ArticleDraft, ArticleRevision
from forum.comments.models import CommentDraft, CommentRevision
from forum.events.models import Delivery
from forum.notifications.feeds import make_key
from forum.notifications.models import Mail, MailPlan, RefusedAddress
from forum.threads.collapsing import collapse
from forum.threads.models import Attention, Visit
from forum.votes.casting import cast_vote
from moderation.acting import Decided, remove
from moderation.appealing import appeal
from moderation.asking import ask
from moderation.autoruling import Terms, draft_version
from moderation.conditions import Conditions
from moderation.models import AutoRule, AutoRuleVersion, BulkAct, Case, Hit, SavedFilter, Trial
from moderation.noting import note
from moderation.proposing import propose
from moderation.reporting import Notice, report
from moderation.restricting import Length, restrict
from tests.make import ArticleFactory, RuleFactory, UserFactory, make_comment
from tests.moderation.cases import removal

NAME, SECRET = "quetzal", "vermilion"
ADDRESS = f"{NAME}@example.org"
TEXTS = {"CharField", "TextField", "JSONField", "SlugField", "FileField"}
# What never holds a word of somebody: what machines write, what operators write for all, and what is no account's.
NEVER = {
    *("accounts.Guesses.key", "accounts.User.password", "accounts.User.time_zone", "accounts.User.imported_source"),
    *("accounts.User.imported_name", "accounts.Restriction.rule_title", "accounts.Letter.subject"),
    *("accounts.User.order", "accounts.User.theme", "accounts.User.density", "accounts.User.text_size"),
    *("accounts.User.motion", "accounts.User.keys", "accounts.User.updates", "notifications.FeedKey.key"),
    *("events.Delivery.event", "events.Delivery.receiver", "events.Delivery.ids"),
    *("articles.Tag.slug", "articles.Tag.name", "articles.ArticleRevision.tag_names"),
    *("articles.Article.imported_source", "articles.Article.imported_id", "comments.CommentBody.imported_id"),
    *("comments.CommentDraft.edited_version", "moderation.Rule.title", "moderation.Rule.text"),
    *("moderation.LoggedAct.rule_title", "moderation.LoggedAct.particulars_digest", "moderation.LoggedAct.previous"),
    *("moderation.LoggedAct.digest", "moderation.Particulars.salt", "moderation.LogHead.digest"),
    *("moderation.AutoRule.title", "moderation.AutoRuleVersion.conditions", "moderation.AutoRuleVersion.words"),
    *("moderation.VoidedVote.kind", "moderation.BulkAct.verdict", "moderation.BulkAct.left"),
    "notifications.FanOut.node",
    *("admin.LogEntry.object_id", "admin.LogEntry.change_message"),
    *("auth.Permission.name", "auth.Permission.codename", "auth.Group.name"),
    *("contenttypes.ContentType.app_label", "contenttypes.ContentType.model"),
    # Whose a session is, only it can tell (test_leaving.py asks); of codes no row is made.
    *("sessions.Session.session_key", "sessions.Session.session_data", "account.EmailConfirmation.key"),
}


def columns() -> Iterator[tuple[str, Callable[[], Iterator[object]]]]:
    """Every column of every table that holds text which nobody chose from a list, with all that is in it."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.get_internal_type() in TEXTS and not getattr(field, "choices", None):
                rows = model._base_manager.values_list(field.attname, flat=True)
                yield f"{model._meta.label}.{field.name}", rows.iterator


def columns_with_words() -> set[str]:
    """Those in which the name or the secret stands, in any row."""
    return {
        name
        for name, values in columns()
        if any(word in str(value).lower() for value in values() for word in (NAME, SECRET))
    }


def everything(*, role: User.Role = User.Role.READER) -> User:
    person = User.objects.create_user(NAME, email=ADDRESS, password="their own", role=role)
    User.objects.filter(pk=person.pk).update(theme="dark", time_zone="Europe/Rome")
    Client().post("/accounts/login/", {"login": NAME, "password": "their own"})
    letter = write_letter(ADDRESS, subject="Code", text=f"Hello {NAME}")
    Delivery.objects.filter(ids={"letter_id": letter.pk}).update(error=f"SMTPDataError: {ADDRESS}")
    LogEntry.objects.create(
        user=UserFactory.create(),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person),
        action_flag=CHANGE,
    )
    written(person)
    mailed(person)
    kept_by_moderators(person)
    return person


def mailed(person: User) -> None:
    now = timezone.now()
    refused = f"550 {ADDRESS}: no such user"
    RefusedAddress.objects.create(address=ADDRESS, refused_at=now, answer=refused)
    Mail.objects.create(person=person, rhythm="daily", begun_at=now, due_at=now, answer=refused)
    MailPlan.objects.create(person=person, rhythm="daily", due_at=now)
    make_key(person, at=now)


def story() -> dict[str, str]:
    names = ("title", "deck", "dateline_place", "source_name", "source_url", "text")
    return {name: f"The {SECRET} {name}" for name in names}


def written(person: User) -> None:
    """An article that was declined, a comment that was edited, drafts of both; votes, visits and a branch put away."""
    now = timezone.now()
    article = ArticleFactory.create(
        author=person,
        **story(),
        html=f"<p>{SECRET}</p>",
        source_key=SECRET,
        published_at=None,
        hot=0,
        declined_at=now,
        declined_by=UserFactory.create(),
        declined_because=f"Dear {NAME}",
    )
    ArticleRevision.objects.create(article=article, written_at=now, **story())
    ArticleDraft.objects.create(author=person, fields={"title": SECRET}, saved_at=now)
    comment = make_comment(by=person, text=f"The {SECRET} rain")
    CommentRevision.objects.create(comment=comment, text=f"The {SECRET} river", written_at=now)
    CommentDraft.objects.create(author=person, parent=comment, text=SECRET, saved_at=now, form_key=uuid4())
    answer = make_comment(to=comment, text="An answer that stays.")
    cast_vote(answer, voter=person, value=1)
    Visit.objects.create(reader=person, article=answer.article, since=now, seen_at=now)
    collapse(answer, reader=person, at=now)
    Attention.objects.create(person=person, comment=comment, level="watch", set_at=now)
    Attention.objects.create(person=UserFactory.create(), whom=person, level="mute", set_at=now)


def kept_by_moderators(person: User) -> None:
    """Whoever moderates has the same on them, by an admin; and did all of it to others."""
    now, admin = timezone.now(), UserFactory.create(role=User.Role.ADMIN)
    rule = RuleFactory.create()
    by_admin = Decided(by=admin, at=now, rule=rule, note=f"Dear {NAME}")
    comment, article = make_comment(by=person, text=f"The {SECRET} flood"), Article.objects.get(author=person)
    said = Notice(by=None, rule=rule, at=now, receipt=uuid4(), note=f"It is {SECRET}", quote=SECRET)
    about = report(comment, replace(said, by=UserFactory.create(), receipt=uuid4()))
    report(article, replace(said, by=UserFactory.create(), receipt=uuid4()))
    report(make_comment(), replace(said, by=person, receipt=uuid4()))
    report(make_comment(), replace(said, name=NAME, contact=ADDRESS.upper()))
    ask(about.case, by=admin, question=f"What of {NAME}?", at=now)
    Case.objects.filter(pk=about.case_id).update(escalated_by=admin, escalated_at=now, why_escalated=f"{NAME} again")
    SavedFilter.objects.create(owner=admin, name=f"Of {NAME}", query=f"tab=all&order=risk&author={NAME.upper()}")
    note(person, by=admin, text=f"{NAME} was here before.", at=now)
    propose(person, Length(kind=Restriction.Kind.BAN), by_admin)
    for text in ("answered", "waiting"):
        entry = removal(make_comment(by=person, text=SECRET), admin, note=f"{NAME}, no.")
        made = appeal(entry, by=person, text=f"The {SECRET} was {text}", at=now)
    assert made.pk
    in_bulk(person, by_admin)
    restrict(person, Length(kind=Restriction.Kind.WARN), by_admin)
    autorule = AutoRule.objects.create(title="No rain", owner=person)
    terms = Terms(Conditions(pattern="rain"), AutoRuleVersion.Action.HOLD, rule, "No rain here.")
    version = draft_version(autorule, terms, by=person, at=now)
    Hit.objects.create(version=version, comment=comment, hit_at=now, span=SECRET, is_shadow=True)
    findings = {"examples": {"removed": [[comment.pk, SECRET]], "kept": [[make_comment().pk, "rain"]]}}
    Trial.objects.create(version=version, days=7, by=person, asked_at=now, done_at=now, findings=findings)
    if person.moderates:
        acts_of(person)


def in_bulk(person: User, decided: Decided) -> None:
    key, at = uuid4(), decided.at
    removal = replace(decided, bulk=key)
    remove(make_comment(by=person, text=SECRET), removal)
    times = {"asked_at": at, "moved_at": at, "done_at": at}
    BulkAct.objects.create(key=key, by=decided.by, verdict="remove", note=removal.note, total=1, **times)


def acts_of(moderator: User) -> None:
    """What a moderator did to others, and looks at."""
    now, bystander = timezone.now(), UserFactory.create()
    entry = removal(make_comment(by=bystander, text="Pills"), moderator, note="No pills.")
    appeal(entry, by=bystander, text="Why?", at=now)
    note(bystander, by=moderator, text="Sells pills.", at=now)
    escalated = {"escalated_by": moderator, "escalated_at": now}
    Case.objects.filter(decided_at__isnull=True).update(claimed_by=moderator, claimed_until=now, **escalated)
    ask(Case.objects.open().latest("pk"), by=moderator, question="Pills?", at=now)
    propose(bystander, Length(kind=Restriction.Kind.BAN), Decided(by=moderator, at=now, rule=RuleFactory.create()))
