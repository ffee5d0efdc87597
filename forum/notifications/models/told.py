"""What people are told, once each; how far the telling of many has come; and what somebody wants to be told of."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.notifications.models.mail import Mail, Rhythm


class Kind(models.TextChoices):
    """Why somebody is told. Of one thing they are told once: for the first of these reasons that holds."""

    REPLY = "reply", _("Replies to you")
    COMMENT = "comment", _("Comments on your articles")
    MENTION = "mention", _("Where you are named")
    WATCHED = "watched", _("New in what you watch")
    DECISION = "decision", _("Decisions about what you wrote, or about you")
    REPORT = "report", _("What became of your reports")
    APPEAL = "appeal", _("Answers to your appeals")


# What the layer above tells, of rows of its own.
NUMBERED = (Kind.DECISION, Kind.REPORT, Kind.APPEAL)
# Nobody can do without: whoever is restricted, or has lost their words, has to know.
OWED = (Kind.DECISION, Kind.APPEAL)

PUBLISHED = Q(comment__held_at__isnull=True, comment__removed_at__isnull=True, comment__deleted_at__isnull=True)
LISTED = Q(article__withdrawn_at__isnull=True, article__removed_at__isnull=True)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def shown(self) -> Self:
        """Those of which there is something to see now. What is held, removed or deleted comes back with its thing."""
        return self.filter(
            Q(comment__isnull=False) & PUBLISHED | Q(article__isnull=False) & LISTED | Q(number__isnull=False)
        )

    def at(self, place: int) -> Self:
        """Of an article and its discussion; of 0 what moderators did."""
        if not place:
            return self.filter(number__isnull=False)
        return self.filter(Q(article=place) | Q(comment__article=place))

    def for_mail(self) -> Self:
        """With the words of each, and of what a comment answers."""
        about = ("comment__author", "comment__body", "comment__article", "article__author")
        bulky = ("comment__article__text", "comment__article__html")
        return self.select_related(*about).defer(*bulky)

    def latest_of(self, person: User, count: int) -> Self:
        last = Notification.objects.of(person).order_by("-pk").values("pk")[count - 1 : count]
        return self.filter(pk__gte=Coalesce(Subquery(last), 0))

    def for_inbox(self) -> Self:
        """With what is said of each: who, where, and the words."""
        about = ("comment__author", "comment__body", "comment__article", "article__author")
        bulky = ("comment__article__text", "comment__article__html", "article__text", "article__html")
        return self.select_related(*about).defer("comment__body__text", *bulky)


NotificationManager = models.Manager.from_queryset(NotificationQuerySet)


class Notification(models.Model):
    """One thing that one person is told. It holds no word of it: what it says is read where it is shown.

    Made by forum.notifications.telling alone. The unique constraints are what makes it exist exactly once, however
    often and from how many places at once it is told.
    """

    # Whoever never finished signing up is deleted (accounts.forgetting), and may have been named by then.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # What it is about: one of the three. The number is that of a row of the layer above, of which the kind says what.
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    number = models.PositiveBigIntegerField(null=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # The one mail that tells of it, if any does.
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, db_index=False, related_name="notifications")

    objects = NotificationManager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], condition=Q(read_at__isnull=True), name="notifications_unread"),
            models.Index(fields=["mail"], condition=Q(mail__isnull=False), name="notifications_of_mail"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "comment"],
                condition=Q(comment__isnull=False),
                name="one_notification_per_person_and_comment",
            ),
            models.UniqueConstraint(
                fields=["person", "article"],
                condition=Q(article__isnull=False),
                name="one_notification_per_person_and_article",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "number"],
                condition=Q(number__isnull=False),
                name="one_notification_per_person_kind_and_number",
            ),
            models.CheckConstraint(
                condition=Q(comment__isnull=False, article__isnull=True, number__isnull=True)
                | Q(comment__isnull=True, article__isnull=False, number__isnull=True)
                | Q(comment__isnull=True, article__isnull=True, number__isnull=False),
                name="a_notification_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False, kind__in=["decision", "report", "appeal"])
                | Q(number__isnull=True, kind__in=["reply", "comment", "mention", "watched"]),
                name="what_moderators_did_is_told_by_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.comment_id or self.article_id or self.number} to {self.person_id}"


class FanOut(models.Model):
    """A comment or an article of which all that watch are being told, and how far that has come. Gone when it is done.

    The cursor moves in the transaction that tells: whoever is killed in between leaves both as they were.
    """

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, null=True, related_name="+")
    article = models.OneToOneField(Article, on_delete=models.PROTECT, null=True, related_name="+")
    # The node whose watchers are walked through (forum.threads.nodes), and the last of them that was looked at.
    node = models.CharField(max_length=20, blank=True)
    after = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=True, article__isnull=False)
                | Q(comment__isnull=False, article__isnull=True),
                name="a_fan_out_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"c{self.comment_id}" if self.comment_id else f"a{self.article_id}"

    @property
    def thing(self) -> Comment | Article:
        return self.comment or self.article  # type: ignore[return-value]  # a_fan_out_is_about_one_thing


class WishQuerySet(models.QuerySet["Wish"]):
    def refusing(self, kind: str) -> Self:
        return self.filter(kind=kind, in_inbox=False)


WishManager = models.Manager.from_queryset(WishQuerySet)


class Wish(models.Model):
    """What somebody wants to be told of one kind. Without a row: as the site has it, which is told in the inbox."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    in_inbox = models.BooleanField(default=True)
    # How often it is mailed. Empty: as the site has it (forum.notifications.rhythms).
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, blank=True, default="", db_default="")

    objects = WishManager()

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_wish_per_person_and_kind"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="a_wish_is_about_a_kind_that_there_is"),
            models.CheckConstraint(condition=Q(rhythm__in=["", *Rhythm.values]), name="a_rhythm_is_one_that_there_is"),
            models.CheckConstraint(
                condition=~Q(kind__in=["decision", "appeal"]) | Q(in_inbox=True),
                name="what_is_owed_is_always_in_the_inbox",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"
