"""What search engines read: the article as a posting, and every comment of the page inside the one that it answers."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from tests.forum.threads.microdata import Tree, id_of, person, thing_on, things_on, tree_of
from tests.hostile import hostile_html, hostile_inputs
from tests.make import ArticleFactory, make_comment, make_thread
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
    for comment in (
        Comment.objects.listed().filter(article__in=list(articles), level=1).order_by("pk")[: at_full_size(5, 1000)]
    ):
        [main] = thing_on(client, f"/c/{comment.pk}").things("mainEntity")
        assert id_of(main) == comment.pk
