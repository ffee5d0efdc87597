"""What leaves in an export, and that it comes back as it was."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.deleting import delete_comment
from forum.comments.editing import edit_comment, version_of
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment, CommentRevision
from forum.comments.moving import move_branch
from forum.comments.posting import post_comment
from forum.comments.removal import remove_comment, restore_comment
from tests.faults.processes import ROOT, environment
from tests.forum.threads.threadfiles import (
    comment,
    empty_the_database,
    everything,
    export,
    import_lines,
    imported,
    thread,
)
from tests.make import LONG_AGO, ArticleFactory, make_comment
from tests.needs import shared
from tests.sizes import at_full_size

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def import_text(text: str) -> str:
    said = io.StringIO()
    file = io.TextIOWrapper(io.BytesIO(text.encode()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", file)
        call_command("import_threads", "-", stdout=said)
    return said.getvalue()


@pytest.fixture
def community(tmp_path: Path, alice: User, bob: User, carol: User, mona: User) -> Article:
    """An imported thread and one of our own, with everything done to them that can be done."""
    import_lines(tmp_path, thread(comment("a", score=5), comment("b", "a"), comment("c", "b", author=""), comment("d")))
    own = ArticleFactory.create(author=alice, title="Zoë’s 😁 <b>", dateline_date=NOW.date(), locked_at=None)
    top = make_comment(on=own, by=bob, text="Top 😎\n\n- Who was that???\n\n“$$$$$” \u202fو")
    reply = make_comment(to=top, by=carol, text="Ask @bob, he knows.")
    make_comment(to=imported("b"), by=bob, text="From here.")
    Comment.objects.filter(pk=top.pk).update(created_at=LONG_AGO)
    edit_comment(Comment.objects.get(pk=top.pk), by=bob, text="Later words.", version=version_of(top.body.text))
    remove_comment(reply, by=mona, at=NOW)
    make_comment(to=make_comment(to=top, by=carol, text="SECRET removed"), by=bob, text="Well.")
    remove_comment(Comment.objects.get(body__text="SECRET removed"), by=mona, at=NOW)
    delete_comment(make_comment(on=own, by=carol, text="SECRET deleted"), at=NOW)
    hold_comment(make_comment(on=own, by=carol, text="SECRET held"), at=NOW)
    restore_comment(reply, by=mona)
    late = make_comment(to=top, by=carol, text="Held for a while.")
    hold_comment(late, at=NOW)
    Comment.objects.filter(pk=late.pk).update(published_at=None)
    release_comment(late, at=datetime.now(UTC) + timedelta(hours=1))
    move_branch(imported("b"), to=own, by=mona)
    CommentRevision.objects.create(comment=reply, text="SECRET earlier", written_at=NOW)
    return own


@pytest.mark.django_db
def test_export_import_export_is_byte_equal(community: Article) -> None:
    first = export()
    empty_the_database()

    import_text(first)

    assert export() == first
    assert len(first.splitlines()) == 2
    assert list(all_faults()) == []


@pytest.mark.django_db
def test_importing_an_export_where_it_was_made_writes_nothing(community: Article) -> None:
    before = everything()

    said = import_text(export())

    assert everything() == before
    assert "Comments: 0 taken" in said


@pytest.mark.django_db
def test_an_older_export_finds_what_has_moved_since(community: Article, mona: User) -> None:
    older = export()
    for branch in (Comment.objects.get(body__text="Later words."), imported("b")):
        move_branch(branch, to=ArticleFactory.create(), by=mona)
    before = everything()

    import_text(older)

    assert everything() == before


@pytest.mark.django_db
def test_an_export_that_grew_elsewhere_comes_home_to_its_own_article(alice: User) -> None:
    own = make_comment(by=alice)
    [record] = map(json.loads, export().splitlines())
    record["comments"].append(comment("new", record["comments"][0]["id"]))

    import_text(json.dumps(record))

    assert imported("new").parent == own
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_nothing_leaves_that_an_anonymous_reader_does_not_see(community: Article) -> None:
    written = export()

    assert "SECRET" not in written
    assert "example.org" not in written


@pytest.mark.django_db
def test_a_tombstone_leaves_with_nothing_but_its_place(bob: User, mona: User) -> None:
    key = uuid4()
    top = post_comment(ArticleFactory.create(), author=bob, text="Gone.", form_key=key).comment
    make_comment(to=top)
    remove_comment(top, by=mona, at=NOW)

    [tombstone, _reply] = json.loads(export())["comments"]

    assert tombstone == {
        "id": key.hex,
        "parent": None,
        "author": "",
        "created": top.created_at.isoformat().replace("+00:00", "Z"),
        "edited": None,
        "body": "",
        "format": "text",
        "score": None,
        "deleted": True,
    }


@pytest.mark.django_db
def test_what_began_here_goes_by_its_key(alice: User) -> None:
    article = ArticleFactory.create(author=alice, key=UUID(int=1), title="Rain", published_at=NOW)

    [record] = map(json.loads, export().splitlines())

    assert (record["source"], record["id"]) == ("understory", "00000000000000000000000000000001")
    assert (record["author"], record["created"]) == ("alice", "2026-03-01T12:30:15.123456Z")
    assert (record["body"], record["format"], record["locked"]) == (article.text, "markdown", None)


@pytest.mark.django_db
def test_a_score_is_base_and_votes_together(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", score=5)))
    Comment.objects.update(up=8, down=1)

    assert json.loads(export())["comments"][0]["score"] == 7


@pytest.mark.django_db
def test_articles_and_comments_leave_oldest_first(tmp_path: Path) -> None:
    late, early = comment("b", "a", created="2020-05-03T00:00:00Z"), comment("c", "a", created="2020-05-02T00:00:00Z")
    import_lines(tmp_path, thread(comment("a"), late, early), thread(id="t0", created="2019-01-01T00:00:00Z"))

    records = [json.loads(line) for line in export().splitlines()]

    assert [record["id"] for record in records] == ["t0", "t1"]
    assert [c["id"] for c in records[1]["comments"]] == ["a", "c", "b"]


@pytest.mark.django_db
def test_only_the_articles_that_are_asked_for_leave(community: Article) -> None:
    assert json.loads(export(community.pk))["title"] == community.title
    with pytest.raises(CommandError, match=r"There is no article 999999\."):
        export(999_999)


@pytest.mark.django_db(transaction=True)
def test_an_export_outside_a_transaction_reads_one_moment_and_leaves_none_open(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a")))
    written = export()

    import_lines(tmp_path, thread(comment("a"), comment("b")))

    assert len(json.loads(written)["comments"]) == 1
    assert len(json.loads(export())["comments"]) == 2


@pytest.mark.django_db(transaction=True)
def test_an_export_is_utf_8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", body="Zoë 😁")))

    command = [sys.executable, "manage.py", "export_threads"]
    terminal = environment("") | {"PYTHONIOENCODING": "ascii"}
    run = subprocess.run(command, env=terminal, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own program

    assert json.loads(run.stdout.decode("utf-8"))["comments"][0]["body"] == "Zoë 😁"


@pytest.mark.django_db
def test_real_threads_come_back_byte_for_byte() -> None:
    files = [path.read_text(encoding="utf-8").splitlines() for path in sorted(shared("threads").glob("*.jsonl"))]
    originals = "\n".join(line for lines in files for line in lines[: at_full_size(1, len(lines))])
    import_text(originals)
    first, before = export(), everything()

    import_text(originals)
    import_text(first)
    assert everything() == before
    empty_the_database()
    import_text(first)

    assert export() == first
    assert list(all_faults()) == []
