"""Killed while it tells all who watch: each of them is told once all the same, and mailed of it once."""

from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from forum.comments.models import Comment
from forum.events.hinting import RELAY_TASK
from forum.events.models import Delivery
from forum.notifications import receivers
from forum.notifications.fanning import BATCH
from forum.notifications.models import FanOut, MailPlan, Rhythm
from forum.threads.models import Attention
from tests.faults.deliveries import let_leases_run_out
from tests.faults.processes import act, eventually, worker_with_beat
from tests.faults.valkey import Valkey
from tests.forum.notifications.told import told_of, watched_by
from tests.sizes import at_full_size
from tests.together import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)

# Before each statement of a fan-out, or every day before some.
STRIDE = at_full_size(13, 1)
# More than it has.
STATEMENTS = 130
CROWD = 25
# Three batches of those who watch the article, two of those who watch its author.
SMALL_BATCH = 10
MANY = at_full_size(2 * BATCH, 50_000)


def begun(comment: Comment) -> Comment:
    Delivery.objects.filter(event="comment_published").delete()
    receivers.tell_of_published(comment_id=comment.pk)
    return comment


def planned_for(comment: Comment) -> list[int]:
    """Who is to get a mail of its discussion, but the author of the article: theirs is of something else."""
    plans = MailPlan.objects.filter(place=comment.article_id).exclude(person=comment.article.author_id)
    return list(plans.values_list("person", flat=True))


def everything_is_told() -> bool:
    return not FanOut.objects.exists() and not Delivery.objects.exists()


def hint(valkey: Valkey) -> None:
    """A worker that begins now need not wait for the sweep."""
    with current_app.connection_for_write(valkey.url) as connection:
        current_app.send_task(RELAY_TASK, connection=connection)


def test_killed_before_any_statement_of_it_all_are_told_once() -> None:
    comments = [begun(watched_by(CROWD, rhythm=Rhythm.AT_ONCE)) for _each in range(STATEMENTS // STRIDE)]

    assert act("fan_out_and_die_at_each", STRIDE, SMALL_BATCH, len(comments), within=600) == 0

    assert 0 < FanOut.objects.count() < len(comments)
    so_far = [len(told_of(comment)) for comment in comments]
    print(f"killed {Delivery.objects.count()} times, when so many were told: {so_far}")  # noqa: T201 - figures for -s
    assert set(so_far) == {0, SMALL_BATCH, 2 * SMALL_BATCH, CROWD}
    assert [sorted(planned_for(comment)) for comment in comments] == [sorted(told_of(comment)) for comment in comments]

    let_leases_run_out()
    assert act("relay_once") == 0
    assert everything_is_told()
    for comment in comments:
        assert len(told_of(comment)) == len(set(told_of(comment))) == CROWD
        assert sorted(planned_for(comment)) == sorted(told_of(comment))


@pytest.mark.needs_postgres
def test_a_worker_killed_in_a_batch_has_told_whole_batches_and_the_next_tells_the_rest(
    valkey: Valkey, tmp_path: Path
) -> None:
    comment = watched_by(MANY)
    # Whoever plans mail waits for whoever has that plan in hand: so the worker stands still in its second batch.
    watchers = Attention.objects.filter(article=comment.article).order_by("person").values_list("person", flat=True)
    in_hand = MailPlan.objects.create(
        person_id=watchers[BATCH + BATCH // 2], rhythm=Rhythm.DAILY, due_at=timezone.now() + timedelta(days=1)
    )
    hint(valkey)
    with transaction.atomic():
        MailPlan.objects.select_for_update().get(pk=in_hand.pk)
        with worker_with_beat(valkey.url, tmp_path / "killed.log"):
            assert eventually(lambda: told_of(comment) != [], within=60)
            until_somebody_waits_for_a_lock()
    assert len(told_of(comment)) == BATCH

    let_leases_run_out()
    hint(valkey)
    with worker_with_beat(valkey.url, log := tmp_path / "begun again.log"):
        assert eventually(everything_is_told, within=at_full_size(60, 600)), log.read_text()

    assert len(told_of(comment)) == len(set(told_of(comment))) == MANY
    planned = MailPlan.objects.filter(rhythm=Rhythm.DAILY).values_list("person", flat=True)
    assert sorted(planned) == sorted(told_of(comment))
