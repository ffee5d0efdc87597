"""What waits for a moderator comes into the queue, automatic rules note what they caught, and people are told."""

from django.db.models import QuerySet
from django.utils import timezone

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.receiving import receiver
from moderation.autoruling import stop_if_overturned
from moderation.autoscreening import note_hits
from moderation.carrying_out import AT_A_TIME, go_on
from moderation.models import AutoRule, Case, Trial
from moderation.reporting import open_case_of_held
from moderation.telling import tell_answer, tell_decision, tell_outcome
from moderation.trying import run_trial


@receiver("comment_held")
def queue_held_comment(*, comment_id: int) -> None:
    comment = Comment.objects.waiting().select_related("author").filter(pk=comment_id).first()
    if comment:
        open_case_of_held(comment, at=timezone.now())


@receiver("article_submitted")
def queue_waiting_article(*, article_id: int) -> None:
    article = Article.objects.waiting().select_related("author").filter(pk=article_id).first()
    if article:
        open_case_of_held(article, at=timezone.now())


# -- Automatic rules: where there are none, nothing is written for them -----------------------------------------------


def is_watched() -> bool:
    return AutoRule.objects.watching().exists()


def is_ruled() -> bool:
    return AutoRule.objects.filter(live_at__isnull=False).exists()


@receiver("comment_published", when=is_watched)
def note_hits_of_published(*, comment_id: int) -> None:
    note_hits_of(comment_id)


@receiver("comment_held", when=is_watched)
def note_hits_of_held(*, comment_id: int) -> None:
    note_hits_of(comment_id)


@receiver("thing_reported", when=is_watched)
def note_hits_of_reported(*, case_id: int) -> None:
    case = Case.objects.filter(pk=case_id).first()
    if case and case.comment_id is not None:
        note_hits_of(case.comment_id)


@receiver("case_decided", when=is_ruled)
def stop_rules_that_are_overturned(*, case_id: int) -> None:
    stop_overturned(AutoRule.objects.filter(versions__hits__comment__cases=case_id))


@receiver("comment_unfolded", when=is_ruled)
def stop_rules_that_fold_what_people_unfold(*, comment_id: int) -> None:
    stop_overturned(AutoRule.objects.filter(versions__hits__comment=comment_id))


def stop_overturned(caught: QuerySet[AutoRule]) -> None:
    for autorule in caught.filter(live_at__isnull=False).distinct():
        stop_if_overturned(autorule, at=timezone.now())


def note_hits_of(comment_id: int) -> None:
    if is_watched():
        note_hits(Comment.objects.select_related("author", "body").get(pk=comment_id))


@receiver("trial_asked")
def run_trial_that_was_asked(*, trial_id: int) -> None:
    trial = Trial.objects.select_related("version__autorule__current").filter(pk=trial_id, done_at__isnull=True).first()
    if trial:
        run_trial(trial, now=trial.asked_at)


@receiver("bulk_asked")
def go_on_with_bulk_act(*, bulk_id: int) -> None:
    go_on(bulk_id, for_seconds=AT_A_TIME)


@receiver("decision_logged")
def tell_whom_it_befell(*, number: int) -> None:
    tell_decision(number, at=timezone.now())


@receiver("case_decided")
def tell_reporters(*, case_id: int) -> None:
    tell_outcome(case_id, at=timezone.now())


@receiver("appeal_answered")
def tell_whoever_appealed(*, appeal_id: int) -> None:
    tell_answer(appeal_id, at=timezone.now())
