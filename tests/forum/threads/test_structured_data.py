"""What search engines read: the article as a posting, and every comment of the page inside the one that it answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.articles.withdrawing import withdraw_article
from forum.comments.holding import hold_comment
from forum.comments.models import Comment, CommentBody
from forum.comments.removal import delete_comment, remove_comment
from tests.forum.threads.microdata import Thing, Tree, id_of, thing_on, things_on, tree_of
from tests.hostile import hostile_html, hostile_inputs
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread
from tests.needs import shared
from tests.pages import ids_on, read
from tests.sizes import at_full_size

pytestmark = pytest.mark.django_db

CHAIN: list[object] = []
for _level in range(11):
    CHAIN = [CHAIN]
SHAPES = {
    "a lone comment": [],
    "a list that folds": [[] for _ in range(12)],
    "a chain of twelve": CHAIN,
    "a chain with others beside it": [[], CHAIN, [[], [[]]]],
    "deep lists": [[[[[[[], [[], []], []], []], []], []]]],
}
SECRET, SECRETIVE = "nobody may read this", "nobody-may-know"


def tree_on(page: str) -> Tree:
    """The comments of a page, each below what it answers as the database has it."""
    shown = ids_on(page)
    parents = dict(Comment.objects.filter(pk__in=shown).values_list("pk", "parent_id"))
    trees: dict[int | None, Tree] = {pk: {} for pk in [None, *shown]}
    for pk in shown:
        trees[parents[pk] if parents[pk] in trees else None][pk] = trees[pk]
    return trees[None]


def assert_as_the_tree_is(client: Client, url: str) -> int:
    """How many comments there are."""
    page = read(client, url)
    [thing] = things_on(page)

    assert tree_of(thing) == tree_on(page)
    return len(ids_on(page))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_comments_nest_as_the_tree_does(client: Client, shape: list[object]) -> None:
    thread = make_thread(shape)
    make_thread([[]], on=thread[0].article)

    assert assert_as_the_tree_is(client, thread[0].article.get_absolute_url()) > 2


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("place", [0, 1, -1])
def test_the_page_of_a_comment_is_about_it_and_has_its_branch(client: Client, shape: list[object], place: int) -> None:
    thread = make_thread(shape)
    comment = thread[min(place, len(thread) - 1)]

    page = thing_on(client, f"/c/{comment.pk}")

    assert page.types == ["WebPage"]
    assert page.words("isPartOf") == [f"{settings.SITE_URL}{comment.article.get_absolute_url()}"]
    [main] = page.things("mainEntity")
    assert main.types == ["DiscussionForumPosting", "Comment"]
    assert id_of(main) == comment.pk
    whole = tree_on(read(client, f"/c/{thread[0].pk}"))
    assert tree_of(main) == branch_in(whole, comment.pk)


def branch_in(tree: Tree, pk: int) -> Tree | None:
    """What is below a comment, wherever in the tree it is."""
    found = [tree[pk]] if pk in tree else [branch_in(below, pk) for below in tree.values()]
    return next((branch for branch in found if branch is not None), None)


def test_every_page_of_threads_is_about_the_article(client: Client) -> None:
    article = ArticleFactory.create(title="Rain & <rivers>")
    for _ in range(3):
        make_thread([[] for _ in range(6)] + [CHAIN], on=article)
    for _ in range(200):
        make_thread([], on=article)
    url = f"{article.get_absolute_url()}?order=oldest"
    last = Comment.objects.filter(parent=None).order_by("pk")[150]

    assert_as_the_tree_is(client, url)
    assert_as_the_tree_is(client, f"{url}&after={last.pk}")
    later = thing_on(client, f"{url}&after={last.pk}")
    assert later.words("headline") == ["Rain & <rivers>"]
    assert later.words("url") == [f"{settings.SITE_URL}{article.get_absolute_url()}"]


def test_an_article_has_what_search_engines_ask_for(client: Client, alice: User) -> None:
    article = ArticleFactory.create(
        author=alice,
        title="Rain & <rivers>",
        html="<p>It <b>rained</b>.</p>",
        source_url="https://example.org/rain",
        published_at=LONG_AGO,
        edited_at=LONG_AGO + timedelta(days=1),
    )
    make_thread([[]], on=article)

    thing = thing_on(client, article.get_absolute_url())

    assert thing.types == ["DiscussionForumPosting"]
    told = {
        "headline": "Rain & <rivers>",
        "text": "It rained.",
        "datePublished": "2026-01-01T12:00:00+00:00",
        "dateModified": "2026-01-02T12:00:00+00:00",
        "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "mainEntityOfPage": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "commentCount": "2",
    }
    assert {name: thing.words(name) for name in told} == {name: [value] for name, value in told.items()}
    assert person(thing) == ("alice", [f"{settings.SITE_URL}/u/alice"])
    [shared_page] = thing.things("sharedContent")
    assert shared_page.words("url") == ["https://example.org/rain"]
    [counter] = thing.things("interactionStatistic")
    assert counter.words("interactionType") == ["https://schema.org/CommentAction"]
    assert counter.words("userInteractionCount") == ["2"]


def person(thing: Thing) -> tuple[str, list[str]]:
    """An author's name and address."""
    [author] = thing.things("author")
    assert author.types == ["Person"]
    [name] = author.words("name")
    return name, author.words("url")


def test_of_an_article_that_is_a_link_its_deck_is_the_text(client: Client) -> None:
    article = ArticleFactory.create(html="", deck="Of rivers.", source_url="https://example.org/")

    assert thing_on(client, article.get_absolute_url()).words("text") == ["Of rivers."]


def test_a_comment_has_what_search_engines_ask_for(client: Client, bob: User) -> None:
    comment = make_comment(by=bob, text="It **rains**.")
    Comment.objects.update(published_at=LONG_AGO, score=7)
    CommentBody.objects.update(edited_at=LONG_AGO + timedelta(days=1))

    [thing] = thing_on(client, comment.article.get_absolute_url()).things("comment")

    told = {
        "text": "It rains.",
        "datePublished": "2026-01-01T12:00:00+00:00",
        "dateModified": "2026-01-02T12:00:00+00:00",
        "url": f"{settings.SITE_URL}/c/{comment.pk}",
        "upvoteCount": "7",
    }
    assert thing.types == ["Comment"]
    assert {name: thing.words(name) for name in told} == {name: [value] for name, value in told.items()}
    assert person(thing) == ("bob", [f"{settings.SITE_URL}/u/bob"])


@pytest.mark.parametrize(("age", "score", "told"), [(1, 7, []), (60, 7, ["7"]), (60, 0, []), (60, -7, [])])
def test_a_score_is_told_when_readers_are_told_it(client: Client, age: int, score: int, told: list[str]) -> None:
    comment = make_comment()
    Comment.objects.update(published_at=timezone.now() - timedelta(minutes=age), score=score)

    [thing] = thing_on(client, comment.article.get_absolute_url()).things("comment")

    assert thing.words("upvoteCount") == told


def test_a_comment_folded_for_its_score_is_told_of_all_the_same(client: Client) -> None:
    comment = make_comment(text="Not liked.")
    Comment.objects.update(score=-100)

    [thing] = thing_on(client, comment.article.get_absolute_url()).things("comment")

    assert thing.words("text") == ["Not liked."]


LINES = {
    "held": "Waiting for a moderator.",
    "removed": "Removed by a moderator.",
    "deleted": "Deleted by its author.",
}


def gone(comment: Comment, how: str, by: User) -> None:
    match how:
        case "held":
            hold_comment(comment, at=timezone.now())
        case "removed":
            remove_comment(comment, by=by, at=timezone.now())
        case "deleted":
            delete_comment(comment, at=timezone.now())


@pytest.mark.parametrize("how", LINES)
def test_what_is_gone_keeps_its_place_and_nothing_else(client: Client, bob: User, mona: User, how: str) -> None:
    root = make_comment()
    middle = make_comment(to=root, by=User.objects.create_user(SECRETIVE), text=SECRET)
    make_comment(to=middle, by=bob, text="I answer.")
    leaf = make_comment(to=root, by=User.objects.get(username=SECRETIVE), text=SECRET)
    gone(middle, how, mona)
    gone(leaf, how, mona)

    for url in (root.article.get_absolute_url(), f"/c/{root.pk}", f"/c/{middle.pk}"):
        page = read(client, url)
        assert SECRET not in page
        assert SECRETIVE not in page
    [thing] = thing_on(client, root.article.get_absolute_url()).things("comment")
    [tombstone] = thing.things("comment")
    assert tombstone.words("creativeWorkStatus") == ["Deleted"]
    assert tombstone.words("text") == [LINES[how]]
    assert person(tombstone) == ("someone", [])
    assert [reply.words("text") for reply in tombstone.things("comment")] == [["I answer."]]


def test_a_withdrawn_article_has_no_words(client: Client, bob: User) -> None:
    article = ArticleFactory.create(html=f"<p>{SECRET}</p>", deck=SECRET, source_url=f"https://{SECRETIVE}.example")
    make_comment(on=article, by=bob)
    withdraw_article(article, at=timezone.now())

    page = read(client, article.get_absolute_url())

    assert SECRET not in page
    assert SECRETIVE not in page
    [thing] = things_on(page)
    assert thing.words("creativeWorkStatus") == ["Deleted"]
    assert [len(thing.things(name)) for name in ("comment", "sharedContent")] == [1, 0]
    assert thing.words("text") == []


def test_those_who_have_no_name_are_somebody(client: Client) -> None:
    nobody = User.objects.create(username="source:0", imported_source="elsewhere", imported_name="")
    comment = make_comment(on=ArticleFactory.create(author=nobody), by=nobody)

    thing = thing_on(client, comment.article.get_absolute_url())

    assert person(thing) == person(*thing.things("comment")) == ("someone", [])


@pytest.mark.parametrize("url", ["{article}", "/c/{comment}"])
def test_whoever_is_signed_in_is_no_search_engine(browse: Callable[[User], Client], bob: User, url: str) -> None:
    comment = make_comment(by=bob)
    address = url.format(article=comment.article.get_absolute_url(), comment=comment.pk)

    assert "itemprop" not in read(browse(bob), address)
    assert "itemprop" in read(Client(), address)


@pytest.mark.parametrize("url", ["/", "/u/bob", "/c/{root}?after={later}", "/c/{root}/replies?past={first}"])
def test_pages_that_are_about_no_one_thing_tell_of_none(client: Client, bob: User, url: str) -> None:
    root, first, *_others, later = make_thread([[] for _ in range(60)], by=bob)
    pks = {"root": root.pk, "first": first.pk, "later": later.pk}

    assert things_on(read(client, url.format(**pks))) == []


def hostile_texts() -> list[str]:
    length = at_full_size(200, 4000)
    return [text for _name, text in (*hostile_inputs(length), *hostile_html(length))]


def test_no_text_can_break_out_of_its_comment(client: Client, bob: User) -> None:
    article = ArticleFactory.create(title='"><b itemprop="comment" itemscope>')
    breaking = ["</div></article></li></ol>", '<div itemscope itemprop="comment"><p itemprop="author">mallory']
    texts = [text for text in [*breaking, *hostile_texts()[::7]] if text.strip()][:150]
    comments = [make_comment(on=article, by=bob, text=f"A {text}") for text in texts]

    assert assert_as_the_tree_is(client, article.get_absolute_url()) == len(comments)

    thing = thing_on(client, article.get_absolute_url())
    assert thing.words("headline") == [article.title]
    assert {person(comment)[0] for comment in thing.all_comments()} == {"bob"}


FILES = [
    "threads/threads-n4g-seed.jsonl",
    "threads/threads-hn-unlurker.jsonl",
    "threads/threads-reddit-cornell.jsonl",
    "threads/threads-wxr.jsonl",
]


@pytest.mark.parametrize("file", FILES)
def test_real_threads_nest_as_they_were_written(client: Client, file: str) -> None:
    call_command("import_threads", str(shared(file)), verbosity=0)
    articles = Article.objects.order_by("-comment_count")[: at_full_size(3, 1000)]

    assert sum(assert_as_the_tree_is(client, article.get_absolute_url()) for article in articles) > 30
    for comment in Comment.objects.filter(article__in=list(articles), level=1)[: at_full_size(5, 1000)]:
        [main] = thing_on(client, f"/c/{comment.pk}").things("mainEntity")
        assert id_of(main) == comment.pk
