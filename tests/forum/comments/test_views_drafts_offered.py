"""Drafts over HTTP: what is kept is offered again where it belongs, after a log-in too, until it is discarded."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from forum.comments.drafts import Sitting, drafts_of, save_draft
from forum.comments.editing import version_of
from forum.comments.models import Comment
from tests.forum.comments.composers import HTMX, Browse, composer_of
from tests.make import LONG_AGO, ArticleFactory, make_comment
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db

PLACES = ["/a/{article}/comments/new", "/c/{comment}/reply", "/c/{comment}/edit"]


@pytest.fixture
def comment(bob: User) -> Comment:
    return make_comment(by=bob, text="It rained.")


@pytest.fixture(params=PLACES, ids=["thread", "reply", "edit"])
def place(request: pytest.FixtureRequest, comment: Comment) -> str:
    address: str = request.param
    return address.format(article=comment.article_id, comment=comment.pk)


def kept(person: User) -> list[str]:
    return [draft.text for draft in drafts_of(person)]


def begin(client: Client, place: str, text: str, **fields: str) -> None:
    """Open a composer, type, and have it kept."""
    form = {**composer_of(client.get(place)), "text": text, "draft": "1", **fields}
    assert client.post(place, form).status_code == 303


class TestASessionThatEnded:
    def test_what_was_carried_becomes_a_draft(self, place: str, bob: User) -> None:
        client = Client()
        form = {"text": "Half a", "form_key": str(uuid4()), "version": version_of("It rained.")}
        asked = client.post(place, form)
        assert asked.status_code == 403

        entered = client.post("/accounts/login/", {"login": "bob", "password": "bob's own", "next": place, **form})
        page = client.get(entered.headers["Location"])

        assert composer_of(page)["text"] == "Half a"
        assert kept(bob) == ["Half a"]
        assert client.post(place, composer_of(page)).status_code == 303
        assert kept(bob) == []
        assert composer_of(client.get(place))["text"] != "Half a" or place.endswith("edit")

    def test_a_save_that_was_on_its_way_is_kept_after_logging_in(self, place: str, bob: User) -> None:
        client, form = Client(), {"text": "Half a", "form_key": str(uuid4())}
        asked = client.post(place, {**form, "draft": "1"})

        client.post("/accounts/login/", {"login": "bob", "password": "bob's own", "next": place, **form})
        client.get(place)

        assert asked.status_code == 403
        assert kept(bob) == ["Half a"]

    def test_a_token_that_is_gone_keeps_nothing_for_another_site_to_plant(self, place: str, bob: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(bob)

        answer = strict.post(place, {"text": "Half a", "draft": "1"})

        assert answer.status_code == 403
        assert "Half a" in answer.content.decode()
        assert kept(bob) == []


class TestWhereItBelongs:
    def test_on_the_page_of_the_article(self, browse: Browse, bob: User, carol: User) -> None:
        article = ArticleFactory.create()
        begin(browse(bob), f"/a/{article.pk}/comments/new", "Half a")

        pages = [browse(person).get(article.get_absolute_url()) for person in (bob, carol)]

        assert [composer_of(page)["text"] for page in pages] == ["Half a", ""]
        assert "Draft kept just now" in text_of(pages[0].content.decode())
        assert "Draft kept just" not in text_of(pages[1].content.decode())

    def test_in_the_composer_that_a_link_opens(self, comment: Comment, browse: Browse, bob: User) -> None:
        begin(browse(bob), f"/c/{comment.pk}/reply", "Half a")

        opened = browse(bob).get(f"/c/{comment.pk}/reply", headers=HTMX)

        assert composer_of(opened)["text"] == "Half a"

    def test_it_is_nobody_elses(self, place: str, comment: Comment, browse: Browse, bob: User, mona: User) -> None:
        begin(browse(bob), place, "Half a sentence of Bob's")

        for path in (
            comment.article.get_absolute_url(),
            f"/c/{comment.pk}",
            f"/c/{comment.pk}/reply",
            "/drafts",
            "/u/bob",
        ):
            assert "Half a sentence" not in read(browse(mona), path)

    def test_what_another_form_wrote_is_one_step_away(self, place: str, browse: Browse, bob: User) -> None:
        phone, desk = browse(bob), browse(bob)
        forms = [composer_of(client.get(place)) for client in (phone, desk)]
        phone.post(place, {**forms[0], "text": "On the phone", "draft": "1"})
        desk.post(place, {**forms[1], "text": "At the desk", "draft": "1"})

        first = desk.get(place)
        other = desk.get(f"{place}?draft={drafts_of(bob).get(text='On the phone').pk}")

        assert composer_of(first)["text"] == "At the desk"
        assert "Another tab or device wrote here just now" in text_of(first.content.decode())
        assert composer_of(other)["text"] == "On the phone"

    @pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "٣", "1000000"])
    def test_a_number_of_no_draft_chooses_none(self, number: str, place: str, browse: Browse, bob: User) -> None:
        begin(browse(bob), place, "Half a")

        assert composer_of(browse(bob).get(f"{place}?draft={number}"))["text"] == "Half a"


class TestDiscarding:
    def test_the_composer_is_as_it_was(self, place: str, browse: Browse, bob: User) -> None:
        client = browse(bob)
        before = composer_of(client.get(place))["text"]
        begin(client, place, "Half a")

        answer = client.post(
            f"/drafts/{drafts_of(bob).get().pk}/discard", headers={"Referer": f"http://testserver{place}"}
        )

        assert answer.headers["Location"].removesuffix("#main").endswith(place)
        assert composer_of(client.get(place))["text"] == before

    def test_nobody_elses(self, browse: Browse, bob: User, mona: User, comment: Comment) -> None:
        draft = save_draft(Sitting(bob, uuid4()), {"parent": comment}, "Half a", at=LONG_AGO)
        assert draft is not None

        assert browse(mona).post(f"/drafts/{draft.pk}/discard").status_code == 404
        assert kept(bob) == ["Half a"]
