"""What becomes of the articles and comments of a file."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults
from forum.comments.models import Comment, CommentBody
from tests.forum.threads.threadfiles import comment, everything, import_lines, imported, the_article, thread

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 5, 1, hour, minute, tzinfo=UTC)


def test_import_brings_an_article_with_its_comments(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a"), comment("b", "a"), comment("c", "b")))

    article = the_article()
    assert (article.title, article.text, article.published_at) == ("Rain", "It rained.", at(11))
    assert (article.comment_count, article.last_comment_at) == (3, at(12))
    assert [imported(id).level for id in "abc"] == [0, 1, 2]
    assert list(all_faults()) == []


def test_a_second_import_writes_nothing(tmp_path: Path) -> None:
    lines = [thread(comment("a"), comment("b", "a", deleted=True), comment("c", author=""), author=""), thread(id="t2")]
    import_lines(tmp_path, *lines)
    before = everything()

    said = import_lines(tmp_path, *lines)

    assert everything() == before
    assert "0 taken, 3 here already" in said


def test_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a")))
    line = (tmp_path / "threads.jsonl").read_bytes().replace(b'"t1"', b'"t2"')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))

    call_command("import_threads", "-", stdout=io.StringIO())

    assert Article.objects.filter(imported_id="t2", comment_count=1).exists()


def test_a_parent_may_stand_later_in_the_file(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("b", "a"), comment("a")))

    assert imported("b").parent == imported("a")


def test_a_thread_is_known_by_its_url_and_else_by_its_title(tmp_path: Path) -> None:
    untitled, unlinked = thread(url="https://example.org/1", title=""), thread(title="Hail")
    del untitled["id"], unlinked["id"]

    import_lines(tmp_path, untitled, unlinked)
    said = import_lines(tmp_path, untitled, unlinked)

    assert set(Article.objects.values_list("imported_id", flat=True)) == {"https://example.org/1", "Hail"}
    assert "Articles: 0 new, 2 here already" in said


def test_a_number_is_as_good_an_id_as_its_digits(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("7"), comment("8") | {"id": 8, "parent": 7}))

    assert imported("8").parent == imported("7")


def test_an_article_may_have_no_comments(tmp_path: Path) -> None:
    import_lines(tmp_path, thread() | {"comments": None})

    assert the_article().comment_count == 0


def test_the_same_id_from_another_source_is_another_thread(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a")), thread(comment("a"), source="third"))

    assert Article.objects.count() == Comment.objects.count() == 2


# -- People -----------------------------------------------------------------------------------------------------------


def test_people_are_placeholders_who_cannot_log_in(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", author="bob")))

    person = imported("a").author
    assert (person.name, person.imported_source) == ("bob", "elsewhere")
    assert not person.has_usable_password()


def test_nobody_of_a_file_is_taken_for_the_account_of_the_same_name(tmp_path: Path, bob: User) -> None:
    import_lines(tmp_path, thread(comment("a", author="bob")))

    assert imported("a").author != bob


def test_one_name_is_one_person_in_all_threads_of_a_source(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a")), thread(comment("b"), id="t2"), thread(comment("c"), source="third"))

    assert imported("a").author == imported("b").author
    assert imported("a").author != imported("c").author


def test_somebody_without_a_name_is_a_person_too(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", author="")))

    assert imported("a").author.name == ""


# -- Times ------------------------------------------------------------------------------------------------------------


def test_a_comment_without_a_time_has_its_article_s_and_stands_in_the_order_of_the_file(tmp_path: Path) -> None:
    said = import_lines(tmp_path, thread(*(comment(id, created=None) for id in "cab")))

    assert [imported(id).published_at for id in "cab"] == [at(11)] * 3
    assert list(CommentBody.objects.order_by("pk").values_list("imported_id", flat=True)) == ["c", "a", "b"]
    assert "of 0 articles and 3 comments" in said


def test_an_article_without_a_time_begins_with_its_first_comment(tmp_path: Path) -> None:
    comments = [comment("a", created="2020-05-01T14:30:00Z"), comment("b", created="2020-05-01T14:00:00+01:00")]

    said = import_lines(tmp_path, thread(*comments, created=None))

    assert the_article().published_at == at(13)
    assert "of 1 articles and 0 comments" in said


def test_siblings_stand_in_the_order_of_their_times(tmp_path: Path) -> None:
    late, early = comment("b", "a", created="2020-05-01T15:00:00Z"), comment("c", "a", created="2020-05-01T14:00:00Z")

    import_lines(tmp_path, thread(comment("a"), late, early))

    assert imported("c").lft < imported("b").lft


def test_an_edit_from_before_its_comment_is_kept_as_old_as_the_comment(tmp_path: Path) -> None:
    said = import_lines(tmp_path, thread(comment("a", edited="2019-01-01T00:00:00Z")))

    assert imported("a").body.edited_at == at(12)
    assert "1 edits were older" in said


# -- Words and scores -------------------------------------------------------------------------------------------------


def test_html_is_kept_as_html_without_what_is_not_safe(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", body="<b onclick='x()'>Hey</b><script>y()</script>", format="html")))

    body = imported("a").body
    assert (body.format, body.text, body.html) == ("html", "<b>Hey</b>", "<b>Hey</b>")


def test_plain_text_stays_plain(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", body="*not* <b>this</b>", format="text")))

    assert imported("a").body.html.strip() == "<p>*not* &lt;b&gt;this&lt;/b&gt;</p>"


def test_markdown_is_rendered_and_names_nobody_of_this_forum(tmp_path: Path, alice: User) -> None:
    import_lines(tmp_path, thread(comment("a", body="*Ask* @alice", format="markdown")))

    assert imported("a").body.html.strip() == "<p><em>Ask</em> @alice</p>"


def test_the_limit_on_length_binds_posting_only(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", body="word " * 10_000)))

    assert len(imported("a").body.text) == 49_999


def test_scores_are_facts_without_votes(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", score=7), comment("b", score=-3), comment("c", score=None)))

    found = [(c.base_up, c.base_down, c.score) for c in map(imported, "abc")]
    assert found == [(7, 0, 7), (0, 3, -3), (0, 0, 0)]
    assert imported("a").rank > imported("c").rank > imported("b").rank


def test_a_deleted_comment_is_a_tombstone_above_replies_and_else_not_listed(tmp_path: Path) -> None:
    gone = {"deleted": True, "body": "(post deleted by author)", "edited": "2020-05-01T13:00:00Z"}

    import_lines(tmp_path, thread(comment("a", None, **gone), comment("b", "a"), comment("c", "b", **gone)))

    assert [imported(id).listed for id in "abc"] == [True, True, False]
    assert imported("a").deleted_at == at(13)
    assert imported("a").body.text == imported("a").body.html == ""
    assert the_article().comment_count == 2


def test_a_removed_comment_comes_without_its_words(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(comment("a", removed=True)))

    assert imported("a").removed_at == at(12)
    assert imported("a").body.text == ""


def test_a_comment_without_words_is_taken_and_counted(tmp_path: Path) -> None:
    said = import_lines(tmp_path, thread(comment("a", body="")))

    assert imported("a").listed
    assert "nobody deleted them: 1 comments" in said
