"""Editing and previewing through the browser."""

from uuid import uuid4

import pytest

from accounts.models import User
from forum.comments.models import Comment, CommentBody
from forum.lib.screening import hold
from tests.forum.comments.composers import HTMX, Browse, composer_of, screened_by
from tests.make import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(bob: User) -> Comment:
    return make_comment(by=bob, text="It rained all day.")


def test_an_edit_begins_with_what_is_there_and_replaces_it(browse: Browse, bob: User, comment: Comment) -> None:
    bobs = browse(bob)
    form = composer_of(bobs.get(f"/c/{comment.pk}/edit"))
    assert form["text"] == "It rained all day."

    answer = bobs.post(f"/c/{comment.pk}/edit", {**form, "text": "It rained all night."})

    assert (answer.status_code, answer["Location"]) == (303, f"/c/{comment.pk}")
    assert CommentBody.objects.get().text == "It rained all night."


def test_a_text_that_began_with_an_empty_line_is_edited_as_it_is(browse: Browse, bob: User) -> None:
    comment = make_comment(by=bob, text="    four spaces")

    assert composer_of(browse(bob).get(f"/c/{comment.pk}/edit"))["text"] == "    four spaces"


def test_an_edit_sent_twice_is_no_conflict(browse: Browse, bob: User, comment: Comment) -> None:
    bobs = browse(bob)
    form = {**composer_of(bobs.get(f"/c/{comment.pk}/edit")), "text": "It rained all night."}

    first, second = bobs.post(f"/c/{comment.pk}/edit", form), bobs.post(f"/c/{comment.pk}/edit", form)

    assert first.status_code == second.status_code == 303


class TestTwoTabs:
    def test_the_second_is_shown_both_texts_word_by_word(self, browse: Browse, bob: User, comment: Comment) -> None:
        bobs = browse(bob)
        one, other = (composer_of(bobs.get(f"/c/{comment.pk}/edit")) for _tab in range(2))
        bobs.post(f"/c/{comment.pk}/edit", {**one, "text": "It rained all week."})

        answer = bobs.post(f"/c/{comment.pk}/edit", {**other, "text": "It rained all night."})

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "It rained all <del>week</del>." in page
        assert "It rained all <ins>night</ins>." in page
        assert composer_of(answer)["text"] == "It rained all night."
        assert CommentBody.objects.get().text == "It rained all week."

    def test_sent_again_it_wins_knowingly(self, browse: Browse, bob: User, comment: Comment) -> None:
        bobs = browse(bob)
        tab = composer_of(bobs.get(f"/c/{comment.pk}/edit"))
        CommentBody.objects.update(text="It rained all week.")
        conflict = bobs.post(f"/c/{comment.pk}/edit", {**tab, "text": "It rained all night."})

        assert bobs.post(f"/c/{comment.pk}/edit", composer_of(conflict)).status_code == 303
        assert CommentBody.objects.get().text == "It rained all night."

    def test_a_third_text_is_another_conflict(self, browse: Browse, bob: User, comment: Comment) -> None:
        bobs = browse(bob)
        tab = composer_of(bobs.get(f"/c/{comment.pk}/edit"))
        CommentBody.objects.update(text="It rained all week.")
        conflict = bobs.post(f"/c/{comment.pk}/edit", {**tab, "text": "It rained all night."})
        CommentBody.objects.update(text="It rained all year.")

        assert bobs.post(f"/c/{comment.pk}/edit", composer_of(conflict)).status_code == 409

    def test_what_is_refused_keeps_the_version_that_it_began_with(
        self, browse: Browse, bob: User, comment: Comment
    ) -> None:
        bobs = browse(bob)
        tab = composer_of(bobs.get(f"/c/{comment.pk}/edit"))
        CommentBody.objects.update(text="It rained all week.")

        refused = bobs.post(f"/c/{comment.pk}/edit", {**tab, "text": "x" * 10_001})

        assert composer_of(refused)["version"] == tab["version"]


def test_an_edit_that_a_screener_holds_hides_the_comment(browse: Browse, bob: User, comment: Comment) -> None:
    bobs = browse(bob)
    form = composer_of(bobs.get(f"/c/{comment.pk}/edit"))

    with screened_by(hold("a rule")):
        bobs.post(f"/c/{comment.pk}/edit", {**form, "text": "Buy this."})

    assert Comment.objects.get().held_at is not None


def test_with_htmx_the_form_takes_the_comments_place_and_gives_it_back(
    browse: Browse, bob: User, comment: Comment
) -> None:
    bobs = browse(bob)
    opened = bobs.get(f"/c/{comment.pk}/edit", headers=HTMX)
    assert opened.content.decode().strip().startswith("<form")

    saved = bobs.post(f"/c/{comment.pk}/edit", composer_of(opened), headers=HTMX, follow=True)

    assert saved.content.decode().strip().startswith("<article")


class TestPreview:
    @pytest.mark.parametrize("verb", ["post", "reply", "edit"])
    def test_without_a_script_it_stands_in_the_composer_and_nothing_is_done(
        self, verb: str, browse: Browse, bob: User, comment: Comment
    ) -> None:
        url = f"/a/{comment.article_id}/comments/new" if verb == "post" else f"/c/{comment.pk}/{verb}"
        form = composer_of(browse(bob).get(url))

        answer = browse(bob).post(url, {**form, "text": "It *rained*.", "preview": "1"})

        assert "<em>rained</em>" in answer.content.decode()
        assert composer_of(answer) == {**form, "text": "It *rained*.", **made_by_the_answer(composer_of(answer))}
        assert CommentBody.objects.get().text == "It rained all day."

    def test_htmx_gets_the_words_alone(self, browse: Browse, bob: User) -> None:
        fragment = browse(bob).post("/preview", {"text": "It *rained*."}, headers=HTMX).content.decode()

        assert "<em>rained</em>" in fragment
        assert "<textarea" not in fragment

    def test_it_is_rendered_as_a_comment_would_be(self, browse: Browse, bob: User) -> None:
        text = "@bob <script>alert(1)</script> [x](javascript:alert(1))"
        comment = make_comment(text=text)

        fragment = browse(bob).post("/preview", {"text": text}, headers=HTMX).content.decode()

        assert comment.body.html in fragment

    @pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001])
    def test_what_cannot_be_posted_says_so(self, text: str, browse: Browse, bob: User) -> None:
        assert browse(bob).post("/preview", {"text": text}, headers=HTMX).status_code == 422

    def test_without_htmx_it_is_a_page_that_keeps_the_text(self, browse: Browse, bob: User) -> None:
        answer = browse(bob).post("/preview", {"text": "It *rained*.", "form_key": str(uuid4())})

        assert "<em>rained</em>" in answer.content.decode()
        assert composer_of(answer)["text"] == "It *rained*."


def made_by_the_answer(form: dict[str, str]) -> dict[str, str]:
    """A token, and the version of the draft that is kept of a preview."""
    return {name: form[name] for name in ("csrfmiddlewaretoken", "seen")}
