"""The public log: what was done and why, and not a word of what was removed."""

from collections.abc import Callable

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from moderation import acting, logbook
from moderation.acting import Decided
from moderation.deciding import Verdict, decide
from moderation.models import LoggedAct, Rule
from moderation.undoing import undo
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.moderation.cases import case_of, decided_by, in_bulk

type Browse = Callable[[User], Client]


@pytest.fixture
def spam(db: None) -> Rule:
    return RuleFactory.create(title="Spam and the like")


def removed(moderator: User, rule: Rule | None = None, *, text: str = "Sesame", by: User | None = None) -> LoggedAct:
    entry = acting.remove(make_comment(text=text, by=by), Decided(by=moderator, at=timezone.now(), rule=rule))
    assert entry is not None
    return entry


def read(url: str = "/log", client: Client | None = None) -> str:
    answer = (client or Client()).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def entries_of(page: str) -> str:
    """The list alone: the choices of the filter name every act and rule."""
    return page.partition('<ol class="entries">')[2].partition("</ol>")[0]


def test_it_says_what_was_done_and_for_which_rule_but_not_what_was_removed(mona: User, spam: Rule) -> None:
    acting.remove(make_comment(text="Sesame"), decided_by(mona, note="Sesame, too"))
    entry = removed(mona, spam, text="Sesame one")

    pages = [read(), read(f"/log/{entry.number}"), read("/log/feed.atom"), read("/log/feed.json")]

    for page in pages:
        assert "Comment removed" in page
        assert "Spam and the like" in page
        assert "Sesame" not in page
        assert "mona" not in page
    assert "10 characters" in pages[0]
    assert f'href="/c/{entry.comment_id}"' not in pages[0]


def test_what_was_restored_is_linked_again_and_both_entries_say_so(mona: User) -> None:
    case = case_of()
    first = decide(case.pk, Verdict.REMOVE, decided_by(mona))
    second = undo(first.number, decided_by(mona))

    page = entries_of(read())

    assert page.count(f'<a href="/c/{case.comment_id}">') == 2
    assert f"takes No. {first.number} back" in page
    assert f"taken back by No. {second.number}" in page
    assert "character" not in page


def test_of_an_article_that_was_never_published_not_even_the_title_is_told(mona: User) -> None:
    waiting = ArticleFactory.create(title="Sesame", published_at=None)
    acting.decline(waiting, decided_by(mona))

    for url in ("/log", "/log/1", "/log/feed.atom", "/log/feed.json"):
        page = read(url)
        assert "Article declined" in page
        assert "Sesame" not in page
        assert f"/a/{waiting.pk}" not in page


def test_of_what_is_held_no_word_and_no_address_is_told(mona: User) -> None:
    comment = make_comment(text="Sesame")
    acting.hold(comment, decided_by(mona))

    page = entries_of(read())

    assert "Comment held" in page
    assert "Sesame" not in page
    assert f"/c/{comment.pk}" not in page


def test_moderators_are_named_only_where_the_operator_wants_it(mona: User, settings: Settings) -> None:
    removed(mona)
    before = [read("/log"), read("/log/feed.json")]

    settings.LOG_NAMES_MODERATORS = True

    assert not any("mona" in page for page in before)
    assert "<bdi>mona</bdi>" in read("/log")
    assert "mona" in read("/log/feed.json")


def test_what_was_done_in_one_go_is_one_line_that_unfolds(mona: User, spam: Rule) -> None:
    removed(mona, spam)
    bulk = in_bulk(mona, spam, 5)

    folded, unfolded = entries_of(read()), entries_of(read(f"/log?bulk={bulk}"))

    assert folded.count("<li") == 2
    assert "Comment removed × 5" in folded
    assert f"/log?bulk={bulk}" in folded
    assert unfolded.count("<li") == 5
    assert "Comment removed × 5 · Spam and the like" in read("/log/feed.atom")


def test_it_is_filtered_by_act_rule_comment_and_article(mona: User, spam: Rule) -> None:
    one, _two = removed(mona, spam), removed(mona, RuleFactory.create())
    article = ArticleFactory.create()
    acting.lock(article, decided_by(mona))

    counts = {
        query: entries_of(read(f"/log?{query}")).count("<li id=")
        for query in (
            "act=remove_comment",
            "act=lock_article",
            f"rule={spam.pk}",
            f"rule={spam.pk}&act=lock_article",
            f"comment={one.comment_id}",
            f"article={article.pk}",
            "act=&rule=",
        )
    }

    assert list(counts.values()) == [2, 1, 1, 0, 1, 1, 3]


@pytest.mark.parametrize("query", ["act=nothing", "rule=x", "comment=-1", "after=x", "bulk=x", "rule=1e3", "article=٣"])
@pytest.mark.django_db
def test_what_is_no_filter_is_refused(query: str) -> None:
    assert Client().get(f"/log?{query}").status_code == 400


def test_what_befell_one_person_is_for_them_and_for_moderators(
    browse: Browse, bob: User, carol: User, mona: User
) -> None:
    removed(mona, by=bob)
    removed(mona, by=carol)

    for url, person in (("/log?person=bob", bob), ("/log?person=BOB", mona)):
        assert entries_of(read(url, browse(person))).count("<li id=") == 1
    assert browse(carol).get("/log?person=bob").status_code == 403
    assert Client().get("/log?person=bob")["Location"].startswith("/accounts/login/")
    assert browse(mona).get("/log?person=nobody").status_code == 404


def test_nobody_is_named_to_whom_something_befell(bob: User, mona: User) -> None:
    removed(mona, by=bob)

    for url in ("/log", "/log/1", "/log/feed.atom", "/log/feed.json"):
        assert "bob" not in read(url), url


def test_it_ends_with_its_head(mona: User) -> None:
    assert "The log ends" not in read()
    removed(mona)
    last = removed(mona)

    page = read()

    assert "The log ends with No. 2" in page
    assert last.digest in page


def test_an_entry_leads_to_all_that_was_done_about_the_same(mona: User) -> None:
    comment, article = make_comment(), ArticleFactory.create()
    acting.remove(comment, decided_by(mona))
    acting.lock(article, decided_by(mona))

    assert f'href="/log?comment={comment.pk}"' in read("/log/1")
    assert f'href="/log?article={article.pk}"' in read("/log/2")


def test_an_entry_that_is_not_there_is_not_found(db: None) -> None:
    assert [Client().get(f"/log/{number}").status_code for number in ("7", "9" * 18)] == [404, 404]


def test_pages_follow_each_other_without_a_gap(mona: User, spam: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "PAGE", 2)
    for _each in range(3):
        removed(mona, spam)
    in_bulk(mona, spam, 3)

    seen, url = list[int](), f"/log?rule={spam.pk}"
    while url:
        page = Client().get(url).context["page"]
        seen += [line.number for line in page.lines]
        url = f"/log?rule={spam.pk}&after={page.next_after}" if page.next_after else ""

    assert seen == [6, 3, 2, 1]


def test_a_page_asks_four_things_however_long_the_log_is(mona: User, spam: Rule) -> None:
    def asked() -> list[int]:
        counts = []
        for url in ("/log", "/log/feed.atom", f"/log?rule={spam.pk}"):
            with CaptureQueriesContext(connection) as captured:
                read(url)
            counts.append(len(captured))
        return counts

    in_bulk(mona, spam, 2)
    before = asked()
    for _each in range(5):
        removed(mona, spam)
    in_bulk(mona, spam, 2)

    assert asked() == before == [4, 2, 4]


def test_its_feed_is_a_feed(mona: User, spam: Rule) -> None:
    entry = removed(mona, spam)

    feed = feedparser.parse(Client().get("/log/feed.atom").content)

    assert not feed.bozo
    [item] = feed.entries
    assert item.title == "Comment removed · Spam and the like"
    assert item.link.endswith(f"/log/{entry.number}")
    assert item.author == "moderator"
