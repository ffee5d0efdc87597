"""What becomes of a thread that has grown since it was imported, and of an import that was cut short."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.deleting import delete_comment
from forum.comments.models import Comment
from forum.comments.moving import move_branch
from forum.comments.posting import MAX_LEVEL
from forum.comments.removal import remove_comment
from forum.threads.importing import import_thread
from forum.threads.threadfile import ThreadRecord, read_thread
from tests.faults.processes import eventually, running
from tests.forum.threads.threadfiles import comment, everything, export, import_lines, imported, the_article, thread
from tests.make import LONG_AGO, ArticleFactory, make_comment


@pytest.mark.django_db
def test_a_grown_thread_gets_what_is_new(tmp_path: Path) -> None:
    old = [comment("a"), comment("b", "a")]
    import_lines(tmp_path, thread(*old))

    new = [comment("c", "b"), comment("d"), comment("e", "c"), comment("f", "d")]
    said = import_lines(tmp_path, thread(*new, *old))

    assert {id: imported(id).parent for id in "cef"} == {"c": imported("b"), "e": imported("c"), "f": imported("d")}
    assert the_article().comment_count == 6
    assert list(all_faults()) == []
    assert "4 taken, 2 here already" in said


@pytest.mark.django_db
def test_a_file_may_hold_only_what_is_new(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a")))

    import_lines(tmp_path, thread(comment("b", "a")))

    assert imported("b").parent == imported("a")


@pytest.mark.django_db
def test_a_new_reply_has_its_own_time_and_facts(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a")))

    edited = {"created": "2020-05-02T10:00:00Z", "edited": "2020-05-02T11:00:00Z"}
    import_lines(tmp_path, thread(comment("b", "a", score=-4, author="dora", **edited)))

    reply, top = imported("b"), imported("a")
    assert (reply.author.name, reply.score, reply.body.edited_at is not None) == ("dora", -4, True)
    assert top.last_reply_at == reply.published_at == the_article().last_comment_at


@pytest.mark.django_db
def test_nothing_that_is_here_is_altered(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", score=1)))
    before = everything()

    other = {"author": "eve", "body": "Other words.", "score": 9, "deleted": True, "created": "2021-01-01T00:00:00Z"}
    import_lines(tmp_path, thread(comment("a", None, **other), title="Hail", author="eve", body="It hailed."))

    assert everything() == before


@pytest.mark.django_db
def test_a_reply_to_a_deleted_comment_brings_its_tombstone_back(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", deleted=True)))

    import_lines(tmp_path, thread(comment("b", "a")))

    assert imported("a").listed
    assert the_article().comment_count == 2
    assert list(all_faults()) == []


@pytest.mark.django_db
def test_a_new_reply_that_its_author_deleted_is_not_listed(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a")))

    import_lines(tmp_path, thread(comment("b", "a", deleted=True)))

    assert not imported("b").listed
    assert list(all_faults()) == []


@pytest.mark.django_db
def test_replies_follow_a_branch_that_was_moved_away(tmp_path: Path, mona: User) -> None:
    import_lines(tmp_path, thread(comment("a"), comment("b", "a")))
    elsewhere = ArticleFactory.create()
    move_branch(imported("b"), to=elsewhere, by=mona)

    import_lines(tmp_path, thread(comment("a"), comment("b", "a"), comment("c", "b")))

    assert imported("c").article == elsewhere
    assert Comment.objects.count() == 3
    assert list(all_faults()) == []


@pytest.mark.django_db
def test_replies_come_under_what_readers_and_moderators_have_done_here(tmp_path: Path, bob: User, mona: User) -> None:
    import_lines(tmp_path, thread(comment("a"), comment("b", "a")))
    make_comment(to=imported("b"), by=bob)
    remove_comment(imported("b"), by=mona, at=LONG_AGO)
    delete_comment(imported("a"), at=LONG_AGO)

    import_lines(tmp_path, thread(comment("c", "b"), comment("d", "a")))

    assert (imported("c").parent, imported("d").parent) == (imported("b"), imported("a"))
    assert list(all_faults()) == []


@pytest.mark.django_db
def test_no_limit_of_posting_binds_a_new_reply(tmp_path: Path) -> None:
    chain = [comment(f"n{n}", f"n{n - 1}" if n else None) for n in range(MAX_LEVEL + 20)]
    import_lines(tmp_path, thread(*chain, locked=True))

    import_lines(tmp_path, thread(comment("z", f"n{MAX_LEVEL + 19}")))

    assert imported("z").level == MAX_LEVEL + 20


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_keeps_no_half_thread_and_the_next_completes_it(tmp_path: Path) -> None:
    lines = [
        thread(*(comment(f"{n}-{m}", f"{n}-{m - 1}" if m % 5 else None) for m in range(40)), id=f"t{n}")
        for n in range(60)
    ]
    file = tmp_path / "long.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))

    with running("manage", "import_threads", str(file)) as process:
        assert eventually(Article.objects.exists, within=60)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    kept = list(Article.objects.values_list("comment_count", flat=True))
    assert set(kept) == {40}
    assert len(kept) < 60
    assert list(all_faults()) == []
    import_lines(tmp_path, *lines)
    assert set(Article.objects.values_list("comment_count", flat=True)) == {40}
    assert Comment.objects.count() == 60 * 40


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_bring_everything_once() -> None:
    def record(*comments: object) -> ThreadRecord:
        return read_thread(json.dumps(thread(*comments)).encode())

    old = [comment(f"o{n}", f"o{n - 1}" if n else None, author=f"p{n}") for n in range(30)]
    new = [comment(f"n{n}", f"o{n}") for n in range(15)]

    for comments in (old, [*old, *new]):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(in_a_thread_of_its_own, [record(*comments)] * 4))

        assert sorted(c["id"] for c in json.loads(export())["comments"]) == sorted(str(c["id"]) for c in comments)
        assert list(all_faults()) == []


def in_a_thread_of_its_own(record: ThreadRecord) -> None:
    try:
        import_thread(record)
    finally:
        connection.close()
