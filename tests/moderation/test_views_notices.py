"""Notices of something illegal: from anybody, about what readers can see, tracked by a receipt."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from forum.comments.models import Comment
from moderation import acting
from moderation.deciding import Verdict, decide
from moderation.models import Case, Report, Rule
from moderation.pointing import thing_at
from tests.make import ArticleFactory, RuleFactory, make_comment
from tests.moderation.cases import decided_by, reported

type Browse = Callable[[User], Client]


@pytest.fixture
def law(db: None) -> Rule:
    Rule.objects.update(is_legal=False)
    return RuleFactory.create(title="The law of the river", is_legal=True)


def filled(comment: Comment, **fields: object) -> dict[str, object]:
    said = {"address": f"/c/{comment.pk}", "text": "It breaks the law.", "good_faith": "on"}
    return {**said, "form_key": str(uuid4()), **fields}


def test_a_notice_opens_a_case_under_the_rule_about_law(law: Rule) -> None:
    RuleFactory.create(place=99)
    comment = make_comment(text="Stolen goods!")

    page = Client().post("/notice", filled(comment, name="Nora", contact="nora@example.org"), follow=True)

    report = Report.objects.get()
    assert (report.case.comment, report.reporter, report.rule) == (comment, None, law)
    assert (report.note, report.words) == ("It breaks the law.", "Stolen goods!")
    assert (report.name, report.contact) == ("Nora", "nora@example.org")
    assert page.redirect_chain == [(f"/notice/{report.receipt}", 303)]
    assert "Waiting for a moderator" in page.content.decode()


def test_a_notice_joins_the_open_case_also_of_somebody_who_reported_it(browse: Browse, bob: User, law: Rule) -> None:
    comment = make_comment()
    case = reported(comment, by=bob).case

    browse(bob).post("/notice", filled(comment))

    assert Case.objects.get() == case
    assert list(case.reports.order_by("pk").values_list("reporter", flat=True)) == [bob.pk, None]


def test_where_no_rule_is_marked_a_notice_names_the_last(db: None) -> None:
    Rule.objects.update(is_legal=False, place=1)
    last = RuleFactory.create(place=99)

    Client().post("/notice", filled(make_comment()))

    assert Report.objects.get().rule == last


def test_the_receipt_shows_the_decision(law: Rule, mona: User) -> None:
    comment = make_comment(text="Sesame")
    url = Client().post("/notice", filled(comment))["Location"]
    before = Client().get(url).content.decode()

    decide(Case.objects.get().pk, Verdict.REMOVE, decided_by(mona, note="Sesame, too"))

    after = Client().get(url).content.decode()
    assert f"/c/{comment.pk}" in before
    assert "Removed" in after
    for secret in ("Sesame", "mona", f"/c/{comment.pk}"):
        assert secret not in after


def test_a_receipt_of_a_readers_report_is_nobodys_page(bob: User, law: Rule) -> None:
    assert Client().get(f"/notice/{reported(by=bob).receipt}").status_code == 404
    assert Client().get(f"/notice/{uuid4()}").status_code == 404


def test_the_same_form_twice_is_one_notice(law: Rule, mona: User) -> None:
    sent = filled(make_comment())
    first = Client().post("/notice", sent)
    decide(Case.objects.get().pk, Verdict.APPROVE, decided_by(mona))

    second = Client().post("/notice", sent)

    assert first["Location"] == second["Location"]
    assert Report.objects.count() == Case.objects.count() == 1


WRONG = {
    "nowhere": ({"address": "/c/999999999"}, "There is no comment"),
    "elsewhere": ({"address": "https://elsewhere.example/c/1"}, "There is no comment"),
    "no address": ({"address": "https://[/c/1"}, "There is no comment"),
    "no reason": ({"text": " \n "}, "Say why"),
    "too long a reason": ({"text": "é" * 1001}, "at most 1000"),
    "too long an address": ({"address": "/c/" + "1" * 500}, "at most 500"),
    "too long a name": ({"name": "é" * 101}, "at most 100"),
    "no mail address": ({"contact": "nora"}, "valid email"),
    "not in good faith": ({"good_faith": ""}, "good faith"),
    "a program": ({"website": "https://example.org"}, "tell programs from people"),
    "no key": ({"form_key": "1"}, ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_notice_that_lacks_something_says_what_and_keeps_the_rest(law: Rule, name: str) -> None:
    fields, words = WRONG[name]
    sent = {**filled(make_comment(), name="Nora Weir"), **fields}

    answer = Client().post("/notice", sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert str(sent["name"]) in answer.content.decode()
    assert not Report.objects.exists()


def test_of_what_is_gone_and_what_never_was_a_stranger_hears_the_same(law: Rule, mona: User) -> None:
    removed, waiting = make_comment(), ArticleFactory.create(published_at=None, title="Sesame")
    acting.remove(removed, decided_by(mona))

    pages = [
        Client().post("/notice", {**filled(removed), "address": address}).content.decode()
        for address in (f"/c/{removed.pk}", f"/a/{waiting.pk}", "/c/999999999")
    ]

    assert all("There is no comment and no article" in page for page in pages)
    assert not any("Sesame" in page for page in pages)


def test_one_network_sends_so_many_notices_and_no_more(law: Rule, settings: Settings) -> None:
    settings.RATES = {**settings.RATES, "notice": (2, 3600)}
    comment = make_comment()

    answers = [
        Client().post("/notice", filled(comment), REMOTE_ADDR=address)
        for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")
    ]

    assert [answer.status_code for answer in answers] == [303, 303, 429, 303]
    assert int(answers[2]["Retry-After"]) > 0
    assert "It breaks the law." in answers[2].content.decode()


def test_without_any_rule_there_is_no_notice(db: None) -> None:
    Rule.objects.all().delete()

    assert Client().post("/notice", filled(make_comment())).status_code == 404


@pytest.mark.django_db
def test_an_address_points_at_a_comment_or_an_article(settings: Settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://forum.example.org", ["forum.example.org", ".example.net"]
    comment = make_comment()
    article, pk = comment.article, comment.pk

    for address in (
        f"/c/{pk}",
        f" https://forum.example.org/c/{pk}/history#top ",
        f"forum.example.org/c/{pk}?after=3",
        f"http://www.example.net/c/{pk}",
        f"https://FORUM.example.org{article.get_absolute_url()}#c{pk}",
    ):
        assert thing_at(address) == comment, address
    for address in (article.get_absolute_url(), f"/a/{article.pk}", f"forum.example.org/a/{article.pk}/feed.atom"):
        assert thing_at(address) == article, address
    for address in (
        "",
        "/",
        "/c/",
        "/c/x",
        f"/cc/{pk}",
        f"elsewhere.example/c/{pk}",
        f"/x/c/{pk}",
        "//",
        "https://[::1",
    ):
        assert thing_at(address) is None, address
