"""Drafts over HTTP: whatever is sent and posts nothing is kept, and offered again where it belongs."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.drafts import drafts_of
from forum.comments.editing import version_of
from forum.comments.models import Comment, CommentBody
from forum.comments.removal import remove_comment
from forum.lib.screening import refuse
from tests.forum.comments.composers import HTMX, Browse, composer_of, screened_by
from tests.make import LONG_AGO, make_comment
from tests.pages import text_of

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


class TestKeeping:
    def test_the_button_keeps_it_and_shows_it_again(self, place: str, browse: Browse, bob: User) -> None:
        client = browse(bob)
        form = composer_of(client.get(place))

        answer = client.post(place, {**form, "text": "Half a", "draft": "1"}, follow=True)

        page = answer.content.decode()
        assert "Your draft is kept." in page
        assert composer_of(answer)["text"] == "Half a"
        assert "Draft kept just now" in text_of(page)

    def test_scripts_get_the_line_that_tells_of_it(self, place: str, browse: Browse, bob: User) -> None:
        client = browse(bob)
        form = composer_of(client.get(place))

        answer = client.post(place, {**form, "text": "Half a", "draft": "1"}, headers=HTMX)

        line = answer.content.decode()
        assert answer.status_code == 200
        assert "Draft kept" in line
        assert "<form" not in line
        assert len(line) < 1500
        assert kept(bob) == ["Half a"]

    def test_a_form_goes_on_with_what_it_kept(self, place: str, browse: Browse, bob: User) -> None:
        client = browse(bob)
        begin(client, place, "Half a")

        begin(client, place, "Half a sentence")

        assert kept(bob) == ["Half a sentence"]

    def test_a_preview_without_scripts_keeps_it(self, place: str, browse: Browse, bob: User) -> None:
        client = browse(bob)

        client.post(place, {**composer_of(client.get(place)), "text": "Half a", "preview": "1"})

        assert composer_of(client.get(place))["text"] == "Half a"

    def test_nothing_typed_is_none(self, place: str, browse: Browse, bob: User) -> None:
        client = browse(bob)

        answer = client.post(place, {**composer_of(client.get(place)), "text": " \n", "draft": "1"}, follow=True)

        assert "There is nothing to keep." in answer.content.decode()
        assert kept(bob) == []

    def test_an_edit_that_is_what_the_comment_says_is_none(self, comment: Comment, browse: Browse, bob: User) -> None:
        client = browse(bob)
        begin(client, f"/c/{comment.pk}/edit", "It rained. It")

        begin(client, f"/c/{comment.pk}/edit", "It rained.")

        assert kept(bob) == []

    def test_too_long_is_said_and_given_back(self, place: str, browse: Browse, bob: User, settings: Settings) -> None:
        settings.COMMENT_LENGTH = 20
        client = browse(bob)
        form = {**composer_of(client.get(place)), "text": "x" * 41, "draft": "1"}

        page, line = (client.post(place, form, headers=headers) for headers in ({}, HTMX))

        assert (page.status_code, line.status_code) == (422, 422)
        assert composer_of(page)["text"] == "x" * 41
        assert "1 character too long to be kept" in page.content.decode()
        assert "1 character too long to be kept" in line.content.decode()

    def test_saves_count_like_all_that_is_written(
        self, place: str, browse: Browse, bob: User, settings: Settings
    ) -> None:
        settings.RATES = {**settings.RATES, "write": (1, 60)}
        client = browse(bob)
        form = {**composer_of(client.get(place)), "text": "Half a", "draft": "1"}

        assert [client.post(place, form, headers=HTMX).status_code for _time in range(2)] == [200, 429]

    @pytest.mark.parametrize(
        "fields", [{"form_key": "\0" * 50}, {"form_key": ""}, {"seen": "\0"}, {"version": "\0" + "x" * 90}]
    )
    def test_fields_that_are_none_of_ours_do_no_harm(
        self, fields: dict[str, str], place: str, browse: Browse, bob: User
    ) -> None:
        begin(browse(bob), place, "Half a", **fields)

        assert kept(bob) == ["Half a"]


class TestWhatPostsNothing:
    def test_a_refused_form_keeps_it(self, place: str, browse: Browse, bob: User) -> None:
        client = browse(bob)
        form = composer_of(client.get(place))

        with screened_by(refuse("Please do not shout.")):
            answer = client.post(place, {**form, "text": "HALF A"})

        assert answer.status_code == 422
        assert kept(bob) == ["HALF A"]
        assert client.post(place, {**composer_of(answer), "text": "Half a."}).status_code == 303
        assert kept(bob) == []

    def test_one_that_is_too_long_keeps_it(self, place: str, browse: Browse, bob: User, settings: Settings) -> None:
        settings.COMMENT_LENGTH = 20
        client = browse(bob)

        client.post(place, {**composer_of(client.get(place)), "text": "x" * 40})

        assert kept(bob) == ["x" * 40]

    def test_one_that_is_too_fast_keeps_it(
        self, comment: Comment, browse: Browse, bob: User, settings: Settings
    ) -> None:
        settings.COMMENTS_PER_10_MINUTES = 1
        client, place = browse(bob), f"/c/{comment.pk}/reply"

        answer = client.post(place, {**composer_of(client.get(place)), "text": "Half a"})

        assert answer.status_code == 429
        assert kept(bob) == ["Half a"]

    def test_a_conflict_keeps_it_with_the_version_that_it_began_with(
        self, comment: Comment, browse: Browse, bob: User
    ) -> None:
        client, place = browse(bob), f"/c/{comment.pk}/edit"
        form = composer_of(client.get(place))
        CommentBody.objects.update(text="It hailed.")

        first = client.post(place, {**form, "text": "It snowed."})
        again = client.get(place)

        assert first.status_code == 409
        assert composer_of(again)["text"] == "It snowed."
        assert composer_of(again)["version"] == version_of("It rained.")
        assert client.post(place, composer_of(again)).status_code == 409
        assert client.post(place, composer_of(first)).status_code == 303
        assert kept(bob) == []

    def test_a_discussion_that_was_locked_meanwhile_keeps_it(
        self, comment: Comment, browse: Browse, carol: User
    ) -> None:
        client = browse(carol)
        places = [address.format(article=comment.article_id, comment=comment.pk) for address in PLACES[:2]]
        forms = [composer_of(client.get(place)) for place in places]
        Article.objects.update(locked_at=LONG_AGO)

        answers = [client.post(place, {**form, "text": place}) for place, form in zip(places, forms, strict=True)]

        assert [answer.status_code for answer in answers] == [403, 403]
        assert sorted(kept(carol)) == sorted(places)

    def test_a_comment_that_was_removed_meanwhile_keeps_it(
        self, comment: Comment, browse: Browse, bob: User, mona: User
    ) -> None:
        client = browse(bob)
        forms = {verb: composer_of(client.get(f"/c/{comment.pk}/{verb}")) for verb in ("reply", "edit")}
        remove_comment(comment, by=mona, at=LONG_AGO)

        answers = [client.post(f"/c/{comment.pk}/{verb}", {**form, "text": verb}) for verb, form in forms.items()]

        assert [answer.status_code for answer in answers] == [403, 403]
        assert sorted(kept(bob)) == ["edit", "reply"]

    def test_a_stranger_keeps_nothing_of_an_edit(self, comment: Comment, browse: Browse, carol: User) -> None:
        answer = browse(carol).post(f"/c/{comment.pk}/edit", {"text": "Half a", "draft": "1"})

        assert answer.status_code == 403
        assert kept(carol) == []

    def test_a_form_that_was_posted_and_written_in_anew_keeps_the_new_words(
        self, place: str, browse: Browse, bob: User
    ) -> None:
        client = browse(bob)
        form = composer_of(client.get(place))
        assert client.post(place, {**form, "text": "It snowed."}).status_code == 303

        late = client.post(place, {**form, "text": "It sn", "draft": "1"}, headers=HTMX)
        assert (late.status_code, kept(bob)) == (410, [])
        client.post(place, {**form, "text": "It thawed.", "draft": "1"})
        assert kept(bob) == ["It thawed."]
