"""The log: what was done by those who keep the place, in a chain that nobody can bend unseen.

An entry's digest covers all that it says and the digest of the entry before. Who did it, to whom and in which words
stands beside, in its particulars: the chain holds no more of them than a salted digest, so that a person can be
forgotten and the chain stays whole.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from accounts.models import Restriction, User
from forum.articles.models import Article
from forum.comments.models import Comment
from moderation.models.rules import TITLE_LENGTH, Rule

# What somebody may say of a decision, and how much of a text the log keeps.
NOTE_LENGTH, WORDS_LENGTH = 2000, 100_000


class Act(models.TextChoices):
    """What can be done. An act and the one that takes it back stand beside each other."""

    REMOVE_COMMENT = "remove_comment", _("Comment removed")
    RESTORE_COMMENT = "restore_comment", _("Comment restored")
    HOLD_COMMENT = "hold_comment", _("Comment held")
    RELEASE_COMMENT = "release_comment", _("Comment released")
    FOLD_COMMENT = "fold_comment", _("Comment folded")
    UNFOLD_COMMENT = "unfold_comment", _("Comment unfolded")
    LOCK_BRANCH = "lock_branch", _("Branch locked")
    UNLOCK_BRANCH = "unlock_branch", _("Branch unlocked")
    MOVE_BRANCH = "move_branch", _("Branch moved")
    RETURN_BRANCH = "return_branch", _("Branch moved back")
    LOCK_ARTICLE = "lock_article", _("Discussion locked")
    UNLOCK_ARTICLE = "unlock_article", _("Discussion unlocked")
    APPROVE_ARTICLE = "approve_article", _("Article published")
    DECLINE_ARTICLE = "decline_article", _("Article declined")
    RECONSIDER_ARTICLE = "reconsider_article", _("Decline taken back")
    REMOVE_ARTICLE = "remove_article", _("Article removed")
    RESTORE_ARTICLE = "restore_article", _("Article restored")
    MERGE_ARTICLE = "merge_article", _("Article merged into another")
    TAKE_APART = "take_apart", _("Merged article taken apart")
    WARN_PERSON = "warn_person", _("Person warned")
    SLOW_PERSON = "slow_person", _("Person put in slow mode")
    PREMODERATE_PERSON = "premoderate_person", _("Person pre-moderated")
    SUSPEND_PERSON = "suspend_person", _("Person suspended")
    BAN_PERSON = "ban_person", _("Person banned")
    LIFT_RESTRICTION = "lift_restriction", _("Restriction lifted")
    VOID_VOTES = "void_votes", _("Votes of a ring voided")
    PUT_VOTES_BACK = "put_votes_back", _("Voided votes put back")
    CALM = "calm", _("Calmed for a while")
    END_CALM = "end_calm", _("A measure for a while ended before its time")
    START_AUTORULE = "start_autorule", _("Automatic rule set to work")
    SHADOW_AUTORULE = "shadow_autorule", _("Automatic rule set to watch")
    STOP_AUTORULE = "stop_autorule", _("Automatic rule stopped")
    SUSPEND_AUTORULE = "suspend_autorule", _("Automatic rule stopped itself: too much of it was taken back")
    KEEP = "keep", _("Reports looked at, nothing changed")
    UPHOLD = "uphold", _("Upheld on appeal")
    OVERTURN = "overturn", _("Overturned on appeal")
    ADD_RULE = "add_rule", _("Rule added")
    CHANGE_RULE = "change_rule", _("Rule changed")
    MOVE_RULE = "move_rule", _("Rule moved")
    RETIRE_RULE = "retire_rule", _("Rule retired")
    BRING_BACK_RULE = "bring_back_rule", _("Rule brought back")


# Where a branch was and is, or the discussion of an article.
PLACES = ("from_article", "to_article")
BY = ("particulars__by", "particulars__confirmed_by")
# What restricts nobody: a look that changed nothing, an answer, and what befell a place.
OWED_NO_REASON = (Act.KEEP, Act.UPHOLD, Act.OVERTURN, Act.CALM, Act.END_CALM)


class Role(models.TextChoices):
    """As whom somebody acted: the role that they had then, or a rule that acts by itself."""

    MODERATOR = User.Role.MODERATOR.value, User.Role.MODERATOR.label
    ADMIN = User.Role.ADMIN.value, User.Role.ADMIN.label
    RULE = "rule", _("automatic rule")


class LoggedActQuerySet(models.QuerySet["LoggedAct"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def folded(self) -> Self:
        """Of each act in bulk the newest entry alone: it stands for all of them."""
        later = LoggedAct.objects.filter(bulk=OuterRef("bulk"), act=OuterRef("act"), number__gt=OuterRef("number"))
        return self.filter(Q(bulk__isnull=True) | ~Exists(later))

    def about(self, person: User) -> Self:
        """What befell somebody, or what they wrote."""
        return self.filter(particulars__person=person)

    def restricting(self) -> Self:
        """What its author is owed a reason for: no look that changed nothing, and nothing that took an act back."""
        return self.exclude(act__in=OWED_NO_REASON).filter(reverts__isnull=True)

    def for_log_page(self) -> Self:
        """What all may know of it: how long the words were (`length`), never one of them."""
        return (
            self.select_related("article", "comment__article", *BY, "reverted_by", *PLACES)
            .annotate(length=Length("particulars__words"))
            .defer("particulars__words", "particulars__note", "article__text", "article__html")
            .defer("comment__article__text", "comment__article__html")
            .defer(*(f"{place}__{words}" for place in PLACES for words in ("text", "html")))
        )

    def for_decisions_page(self) -> Self:
        """What the one whom it befell may know: the words and the note, too."""
        return self.select_related(
            "rule",
            "article",
            "comment__article",
            "particulars__restriction",
            "reverted_by",
            "appeal__outcome__particulars",
            *PLACES,
        )


LoggedActManager = models.Manager.from_queryset(LoggedActQuerySet)


class LoggedAct(models.Model):
    """Written by moderation.log alone, in the transaction of the act. A trigger refuses to change or delete one."""

    # Without a gap: the entry before has the number before.
    number = models.PositiveBigIntegerField(primary_key=True)
    written_at = models.DateTimeField()
    act = models.CharField(max_length=30, choices=Act.choices)
    role = models.CharField(max_length=10, choices=Role.choices)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="log_entries")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="log_entries")
    # Of what was moved or merged.
    from_article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    to_article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="log_entries")
    # As the rule was called then.
    rule_title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    # Until when it holds, where it ends by itself.
    until = models.DateTimeField(null=True)
    # What was done in one go.
    bulk = models.UUIDField(null=True)
    # What this one takes back.
    reverts = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reverted_by")
    particulars_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = LoggedActManager()

    class Meta:
        verbose_name_plural = "logged acts"
        indexes = [
            models.Index(
                fields=["bulk", "act", "number"], condition=Q(bulk__isnull=False), name="log_entries_of_a_bulk_act"
            ),
            models.Index(fields=["act", "-number"], name="log_entries_by_act"),
            models.Index(fields=["rule", "-number"], name="log_entries_by_rule"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=True) | Q(article__isnull=True), name="an_entry_is_about_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(number=1, previous="") | (Q(number__gt=1) & ~Q(previous="")),
                name="the_first_entry_alone_follows_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_act_display()}"


class Particulars(models.Model):
    """Who did what is logged, to whom, and in which words: what can be forgotten without breaking the chain."""

    entry = models.OneToOneField(LoggedAct, on_delete=models.PROTECT, primary_key=True, related_name="particulars")
    # Without it nobody could try out what the digest of a few known words is.
    salt = models.CharField(max_length=32, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Who confirmed it, where it takes two (moderation.proposing).
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Whom it befell: the author of the comment or the article, or who was restricted.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # What was put on them by this act.
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, null=True, related_name="+")
    # The text as it was, and what its author was told.
    words = models.CharField(max_length=WORDS_LENGTH, blank=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "particulars"
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=False) | ~Q(salt=""), name="only_the_forgotten_have_no_salt"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="nobody_confirms_their_own_act",
            ),
        ]

    def __str__(self) -> str:
        return f"Particulars of {self.entry_id}"


class LogHead(models.Model):
    """One row: the end of the chain, locked by whoever writes the next entry. The last lock of all."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="the_log_has_one_head")]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest}"
