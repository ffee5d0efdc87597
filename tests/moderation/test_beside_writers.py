"""A moderator removes, takes back and removes again where eight people write at that moment: nothing comes apart."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

import pytest
import time_machine
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.comments.checking import all_faults
from forum.comments.deleting import delete_comment, undelete_comment
from forum.comments.editing import edit_comment, version_of
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from forum.votes.casting import cast_vote
from forum.votes.recounting import differences
from forum.votes.tallying import tally
from moderation.acting import Decided
from moderation.deciding import Verdict, decide
from moderation.models import Act, Case, LoggedAct, Rule
from moderation.undoing import undo
from moderation.verifying import verify_log
from tests.make import RuleFactory, UserFactory, make_comment
from tests.moderation.cases import case_of
from tests.sizes import at_full_size
from tests.together import at_once

WRITERS = 8
ROUNDS = at_full_size(4, 150)


@dataclass
class Writer:
    """Writes in one branch until told to stop, and wants nothing but that."""

    seed: int
    author: User
    branch: Comment
    stop: threading.Event
    own: list[int] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        self.random = random.Random(self.seed)
        while not self.stop.is_set():
            [act] = self.random.choices([self.reply, self.edit, self.delete, self.undelete, self.vote], [5, 2, 1, 1, 3])
            try:
                act()
                self.done[act.__name__] += 1
            except Refused:
                self.done["refused"] += 1

    def some_comment(self) -> Comment:
        """One of the branch, the branch itself among them, whatever became of it."""
        there = Comment.objects.filter(tree_id=self.branch.tree_id, pk__gte=self.branch.pk).select_related("article")
        some: list[Comment] = [*there.order_by("-pk")[:30], self.branch]
        return some[self.random.randrange(len(some))]

    def reply(self) -> None:
        parent = self.some_comment()
        words = f"Said by {self.seed}: {self.random.random()}"
        made = post_comment(parent.article, author=self.author, text=words, form_key=uuid4(), parent=parent)
        self.own.append(made.comment.pk)

    def own_comment(self) -> Comment | None:
        return Comment.objects.select_related("body", "article").filter(pk__in=self.own[-5:]).order_by("?").first()

    def edit(self) -> None:
        if comment := self.own_comment():
            words = f"Said better: {self.random.random()}"
            edit_comment(comment, by=self.author, text=words, version=version_of(comment.body.text))

    def delete(self) -> None:
        if comment := self.own_comment():
            delete_comment(comment, at=timezone.now())

    def undelete(self) -> None:
        if comment := self.own_comment():
            undelete_comment(comment)

    def vote(self) -> None:
        cast_vote(self.some_comment(), voter=self.author, value=self.random.choice([1, -1, 0]))


@dataclass
class Moderator:
    """Removes what a case is about, takes it back, and removes it again: by the verbs, and once by the pages."""

    who: User
    client: Client
    rule: Rule
    branch: Comment
    acts: Counter[int] = field(default_factory=Counter)

    def run(self, stop: threading.Event) -> None:
        try:
            self.through_pages(self.branch)
            for _round in range(ROUNDS):
                self.through_verbs(Comment.objects.filter(tree_id=self.branch.tree_id).order_by("?")[0])
                tally()
        finally:
            stop.set()

    def through_pages(self, comment: Comment) -> None:
        case = case_of(comment)
        for back in (True, False):
            answer = self.client.post(f"/moderation/case/{case.pk}/decide", {"rule": self.rule.pk})
            told = re.search(r"told=(\d+)", answer.headers["Location"])
            assert told
            if back:
                assert self.client.post(f"/moderation/undo/{told[1]}").status_code == 303
        self.acts[comment.pk] += 3

    def through_verbs(self, comment: Comment) -> None:
        case = case_of(comment)
        undo(decide(case.pk, Verdict.REMOVE, self.decided()).pk, self.decided())
        decide(case.pk, Verdict.REMOVE, self.decided())
        self.acts[comment.pk] += 3

    def decided(self) -> Decided:
        return Decided(by=self.who, at=timezone.now(), rule=self.rule)


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_removed_taken_back_and_removed_again_while_eight_write_there(
    browse: Callable[[User], Client], mona: User
) -> None:
    branch, stop = make_comment(to=make_comment()), threading.Event()
    moderator = Moderator(mona, browse(mona), RuleFactory.create(), branch)
    writers = [Writer(seed, UserFactory.create(), branch, stop) for seed in range(WRITERS)]
    jobs: list[Callable[[], None]] = [partial(moderator.run, stop), *(writer.run for writer in writers)]
    began = time.monotonic()

    with time_machine.travel(timezone.now(), tick=True):
        at_once(jobs)

    written: Counter[str] = sum((writer.done for writer in writers), Counter())
    print(f"{moderator.acts.total()} acts, {dict(written)} in {time.monotonic() - began:.1f} s")  # noqa: T201 - figures for whoever runs it with -s
    assert list(all_faults()) == []
    assert tally() is False
    assert [str(each) for each in differences(fix=False)] == []
    assert verify_log().fault is None
    logged = LoggedAct.objects.values_list("comment").annotate(Count("pk"))
    assert dict(logged) == moderator.acts
    assert set(LoggedAct.objects.values_list("act", flat=True)) <= {Act.REMOVE_COMMENT, Act.RESTORE_COMMENT, Act.KEEP}
    removed = Comment.objects.filter(removed_at__isnull=False)
    assert set(removed.values_list("pk", flat=True)) == set(moderator.acts)
    assert not Case.objects.open().exists()
    assert min(written[act] for act in ("reply", "edit", "delete", "undelete", "vote")) > 0
