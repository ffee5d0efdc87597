"""Narrowing the queue by what an address says, and keeping that as a tab of one's own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Tag
from forum.comments.models import Comment
from moderation import filtering
from moderation.filtering import TooManyFilters, save_filter
from moderation.models import Case, SavedFilter
from tests.make import ArticleFactory, UserFactory, make_comment
from tests.moderation.cases import case_of
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]


@pytest.fixture
def cases(bob: User) -> dict[str, Case]:
    """Each by another narrowing alone."""
    article = ArticleFactory.create(author=bob)
    tagged = ArticleFactory.create()
    tagged.tags.add(Tag.objects.create(slug="rivers", name="Rivers"))
    made = {
        "of bob": case_of(make_comment(by=bob)),
        "article of bob": case_of(article),
        "below it": case_of(make_comment(on=article)),
        "of rivers": case_of(make_comment(on=tagged)),
        "rivers": case_of(tagged),
        "caught": case_of(),
    }
    Case.objects.filter(pk=made["caught"].pk).update(
        is_caught=True, report_count=0, opened_at=timezone.now() - timedelta(days=8)
    )
    return made


def found(client: Client, query: str) -> set[int]:
    lines = client.get(f"/moderation/?{query}").context["lines"]
    return {line.case.pk for line in lines}


def test_each_narrowing_finds_its_cases(browse: Browse, mona: User, cases: dict[str, Case]) -> None:
    bobs, client = cases["article of bob"].article, browse(mona)
    assert bobs is not None
    rule = cases["rivers"].reports.get().rule_id
    everything = set(cases)
    expected = {
        "author=BOB": {"of bob", "article of bob"},
        f"article={bobs.pk}": {"article of bob", "below it"},
        "tag=rivers": {"of rivers", "rivers"},
        f"rule={rule}": {"rivers"},
        "source=rule": {"caught"},
        "source=people": everything - {"caught"},
        "age=old": {"caught"},
        "age=late": {"caught"},
        "age=new": everything - {"caught"},
        "author=bob&tag=rivers": set(),
        "tab=caught&age=new": set(),
        "age=never&source=nothing": everything,
        "author=nobody": set(),
        "article=x": set(),
        "rule=99999999999999999999": set(),
        "tag=%00": everything,
        f"author={'x' * 5000}": set(),
    }

    assert {query: found(client, query) for query in expected} == {
        query: {cases[name].pk for name in names} for query, names in expected.items()
    }


def test_all_that_match_are_those_it_is_narrowed_to(browse: Browse, mona: User, cases: dict[str, Case]) -> None:
    answer = browse(mona).post("/moderation/bulk?tab=all&order=risk&author=bob", {"all": "1"})

    assert "2 cases" in answer.content.decode()
    assert found(browse(mona), "order=age&author=bob") == {cases["of bob"].pk, cases["article of bob"].pk}


def test_a_decision_leads_on_within_it(browse: Browse, mona: User, cases: dict[str, Case]) -> None:
    answer = browse(mona).post(
        f"/moderation/case/{cases['of bob'].pk}/decide?author=bob", {"verdict": "approve"}, follow=True
    )

    assert answer.redirect_chain[0][0].startswith(
        f"/moderation/case/{cases['article of bob'].pk}?tab=all&order=risk&author=bob&"
    )


# -- Tabs of one's own ------------------------------------------------------------------------------------------------


def test_kept_it_is_a_tab_with_its_count_until_it_is_deleted(
    browse: Browse, mona: User, ada: User, cases: dict[str, Case]
) -> None:
    client = browse(mona)

    page = client.post("/moderation/filters?tab=all&order=age&author=bob", {"name": "Of Bob"}, follow=True)

    saved = SavedFilter.objects.get()
    assert (saved.owner, saved.query) == (mona, "tab=all&order=age&author=bob")
    [link] = page.context["filters"]
    assert (link.label, link.is_here, link.count) == ("Of Bob", True, 2)
    assert "Of Bob" not in read(browse(ada), "/moderation/")
    assert browse(ada).post(f"/moderation/filters/{saved.pk}/delete").status_code == 403

    client.post(f"/moderation/filters/{saved.pk}/delete")

    assert not SavedFilter.objects.exists()


def test_kept_again_under_its_name_it_means_something_else(mona: User) -> None:
    save_filter("Of Bob", "tab=all", owner=mona)

    save_filter("of bob", "tab=held", owner=mona)

    assert SavedFilter.objects.get().query == "tab=held"


def test_there_are_no_more_than_anybody_reads(
    browse: Browse, mona: User, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtering, "MOST", 1)
    save_filter("First", "tab=all", owner=mona)
    save_filter("First", "tab=all", owner=ada)

    with pytest.raises(TooManyFilters):
        save_filter("Second", "tab=all", owner=mona)
    answer = browse(mona).post("/moderation/filters?author=bob", {"name": "Second"})

    assert answer.status_code == 422
    assert "You have 1 filters." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("", "author=bob", 422),
        ("x" * 41, "author=bob", 422),
        ("x" * 40, "author=bob", 303),
        ("Much", f"author={'é' * 100}", 422),
    ],
)
def test_a_name_and_what_it_stands_for_are_bounded(
    browse: Browse, mona: User, name: str, query: str, status: int
) -> None:
    assert browse(mona).post(f"/moderation/filters?{query}", {"name": name}).status_code == status


def test_a_case_leads_to_the_others_of_its_author_and_its_article(browse: Browse, mona: User) -> None:
    author = UserFactory.create()
    case = case_of(make_comment(by=author))
    comment = Comment.objects.get()

    page = read(browse(mona), f"/moderation/case/{case.pk}")

    assert f"?author={author.username}" in page
    assert f"?article={comment.article_id}" in page
