"""What somebody is writing is kept until it is sent: by place and by form, and no form writes over another's words."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from accounts.models import User
from forum.comments.drafts import (
    LENGTHS_OF_A_COMMENT,
    MOST,
    AlreadySent,
    Place,
    Sitting,
    discard_draft,
    discard_written,
    drafts_at,
    drafts_of,
    save_draft,
)
from forum.comments.editing import EditConflict, edit_comment, version_of
from forum.comments.models import Comment, CommentDraft
from forum.comments.posting import post_comment
from forum.comments.removal import remove_comment
from forum.comments.writing import Refused
from tests.make import LONG_AGO, ArticleFactory, make_comment


@pytest.fixture
def comment(db: None, bob: User) -> Comment:
    return make_comment(by=bob, text="It rained.")


def keep(sitting: Sitting, place: Place, text: str, *, minutes: int = 0) -> CommentDraft | None:
    return save_draft(sitting, place, text, at=LONG_AGO + timedelta(minutes=minutes))


def texts(place: Place, author: User) -> list[str]:
    return [draft.text for draft in drafts_at(place, author=author)]


class TestOneDevice:
    def test_a_form_goes_on_with_its_own_draft(self, bob: User, comment: Comment) -> None:
        sitting = Sitting(bob, uuid4())

        for minutes, text in enumerate(["Half", "Half a", "Half a sentence"]):
            keep(sitting, {"parent": comment}, text, minutes=minutes)

        assert texts({"parent": comment}, bob) == ["Half a sentence"]

    def test_each_place_has_its_own(self, bob: User, comment: Comment) -> None:
        places: list[Place] = [{"article": comment.article}, {"parent": comment}, {"edited": comment}]

        for place in places:
            keep(Sitting(bob, uuid4()), place, f"For the {next(iter(place))}")

        assert [texts(place, bob) for place in places] == [["For the article"], ["For the parent"], ["For the edited"]]

    def test_a_form_that_was_emptied_has_none(self, bob: User, comment: Comment) -> None:
        sitting = Sitting(bob, uuid4())
        keep(sitting, {"parent": comment}, "Half")

        assert keep(sitting, {"parent": comment}, "") is None
        assert texts({"parent": comment}, bob) == []

    def test_discarding_is_done_once(self, bob: User, comment: Comment) -> None:
        draft = keep(Sitting(bob, uuid4()), {"parent": comment}, "Half")
        assert draft is not None

        assert [discard_draft(CommentDraft(pk=draft.pk)) for _time in range(2)] == [True, False]


class TestTwoDevices:
    """Each has opened the composer, and neither knows of the other."""

    def test_the_later_comes_first_and_the_other_stays(self, bob: User, comment: Comment) -> None:
        phone, desk = Sitting(bob, uuid4()), Sitting(bob, uuid4())

        keep(phone, {"parent": comment}, "On the phone")
        keep(desk, {"parent": comment}, "At the desk", minutes=1)
        keep(phone, {"parent": comment}, "On the phone, again", minutes=2)

        assert texts({"parent": comment}, bob) == ["On the phone, again", "At the desk"]

    def test_a_form_takes_over_the_draft_that_it_began_with(self, bob: User, comment: Comment) -> None:
        began = keep(Sitting(bob, uuid4()), {"parent": comment}, "Half")
        assert began is not None

        keep(Sitting(bob, uuid4(), seen=began.version), {"parent": comment}, "Half a sentence", minutes=1)

        assert texts({"parent": comment}, bob) == ["Half a sentence"]

    def test_a_draft_that_went_on_elsewhere_is_not_taken_over(self, bob: User, comment: Comment) -> None:
        phone = Sitting(bob, uuid4())
        began = keep(phone, {"parent": comment}, "Half")
        assert began is not None
        desk = Sitting(bob, uuid4(), seen=began.version)
        keep(phone, {"parent": comment}, "Half, on the phone", minutes=1)

        keep(desk, {"parent": comment}, "Half, at the desk", minutes=2)

        assert texts({"parent": comment}, bob) == ["Half, at the desk", "Half, on the phone"]

    def test_whose_draft_was_taken_over_begins_another(self, bob: User, comment: Comment) -> None:
        phone = Sitting(bob, uuid4())
        began = keep(phone, {"parent": comment}, "Half")
        assert began is not None
        keep(Sitting(bob, uuid4(), seen=began.version), {"parent": comment}, "Half, at the desk", minutes=1)

        keep(phone, {"parent": comment}, "Half, on the phone", minutes=2)

        assert texts({"parent": comment}, bob) == ["Half, on the phone", "Half, at the desk"]

    def test_the_chosen_one_comes_first(self, bob: User, comment: Comment) -> None:
        for minutes, text in enumerate(["First", "Second", "Third"]):
            keep(Sitting(bob, uuid4()), {"parent": comment}, text, minutes=minutes)
        second = drafts_of(bob).get(text="Second")

        drafts = drafts_at({"parent": comment}, author=bob, chosen=second.pk)

        assert [draft.text for draft in drafts] == ["Second", "Third", "First"]

    def test_what_another_device_wrote_outlives_the_comment(self, bob: User, comment: Comment) -> None:
        phone, desk = Sitting(bob, uuid4()), Sitting(bob, uuid4())
        keep(phone, {"parent": comment}, "On the phone")
        keep(desk, {"parent": comment}, "At the desk")

        post_comment(comment.article, author=bob, text="At the desk.", form_key=desk.form_key, parent=comment)

        assert texts({"parent": comment}, bob) == ["On the phone"]


class TestSending:
    def test_a_comment_ends_its_draft(self, bob: User, comment: Comment) -> None:
        key = uuid4()
        keep(Sitting(bob, key), {"article": comment.article}, "It sn")

        post_comment(comment.article, author=bob, text="It snowed.", form_key=key)

        assert not drafts_of(bob).exists()

    def test_a_comment_ends_the_draft_that_its_form_began_with(self, bob: User, comment: Comment) -> None:
        draft = keep(Sitting(bob, uuid4()), {"parent": comment}, "It sn")
        assert draft is not None

        post_comment(
            comment.article, author=bob, text="It snowed.", form_key=uuid4(), parent=comment, seen=draft.version
        )

        assert not drafts_of(bob).exists()

    def test_a_comment_that_fails_leaves_its_draft(self, bob: User, mona: User, comment: Comment) -> None:
        key = uuid4()
        keep(Sitting(bob, key), {"parent": comment}, "It sn")
        remove_comment(comment, by=mona, at=LONG_AGO)

        with pytest.raises(Refused):
            post_comment(comment.article, author=bob, text="It snowed.", form_key=key, parent=comment)

        assert texts({"parent": comment}, bob) == ["It sn"]

    def test_a_save_that_comes_after_its_comment_is_refused(self, bob: User, comment: Comment) -> None:
        key = uuid4()
        post_comment(comment.article, author=bob, text="It snowed.", form_key=key, parent=comment)

        with pytest.raises(AlreadySent):
            keep(Sitting(bob, key), {"parent": comment}, "It sn")

        assert not drafts_of(bob).exists()

    def test_an_edit_ends_its_draft_and_a_save_that_comes_after_is_refused(self, bob: User, comment: Comment) -> None:
        sitting, version = Sitting(bob, uuid4()), version_of("It rained.")
        keep(sitting, {"edited": comment}, "It sn")

        edit_comment(comment, by=bob, text="It snowed.", version=version, sitting=sitting)

        assert not drafts_of(bob).exists()
        with pytest.raises(AlreadySent):
            keep(sitting, {"edited": comment}, "It sn")

    def test_an_edit_that_conflicts_leaves_its_draft(self, bob: User, comment: Comment) -> None:
        sitting = Sitting(bob, uuid4())
        keep(sitting, {"edited": comment}, "It sn")

        with pytest.raises(EditConflict):
            edit_comment(comment, by=bob, text="It snowed.", version="before", sitting=sitting)

        assert texts({"edited": comment}, bob) == ["It sn"]

    def test_an_edit_that_changes_nothing_ends_its_draft_too(self, bob: User, comment: Comment) -> None:
        sitting = Sitting(bob, uuid4())
        keep(sitting, {"edited": comment}, "It rained")

        assert not edit_comment(comment, by=bob, text="It rained.", version="", sitting=sitting)

        assert not drafts_of(bob).exists()


class TestBounds:
    def test_a_draft_may_be_longer_than_a_comment_and_is_refused_beyond(
        self, bob: User, comment: Comment, settings: Settings
    ) -> None:
        settings.COMMENT_LENGTH = 100
        most = LENGTHS_OF_A_COMMENT * settings.COMMENT_LENGTH
        sitting = Sitting(bob, uuid4())

        keep(sitting, {"parent": comment}, "é" * most)
        with pytest.raises(Refused, match="1 character too long"):
            keep(sitting, {"parent": comment}, "é" * (most + 1))

        assert texts({"parent": comment}, bob) == ["é" * most]

    def test_characters_are_counted_as_readers_see_them(self, bob: User, comment: Comment, settings: Settings) -> None:
        settings.COMMENT_LENGTH = 100
        family = "👨‍👩‍👧"

        assert keep(Sitting(bob, uuid4()), {"parent": comment}, family * 200) is not None

    def test_of_too_many_the_one_saved_longest_ago_goes(self, bob: User, carol: User) -> None:
        article = ArticleFactory.create()
        keep(Sitting(carol, uuid4()), {"article": article}, "Carol's")
        first = Sitting(bob, uuid4())
        for minutes, sitting in enumerate([first, *(Sitting(bob, uuid4()) for _ in range(MOST - 1))]):
            keep(sitting, {"article": article}, f"No. {minutes}", minutes=minutes)
        keep(first, {"article": article}, "No. 0, again", minutes=MOST)

        keep(Sitting(bob, uuid4()), {"article": article}, "One more", minutes=MOST + 1)

        kept = set(drafts_of(bob).values_list("text", flat=True))
        assert len(kept) == MOST
        assert "No. 1" not in kept
        assert {"No. 0, again", "No. 2", "One more"} <= kept
        assert drafts_of(carol).exists()


@pytest.mark.parametrize("columns", [(), ("article", "parent"), ("parent", "edited"), ("article", "parent", "edited")])
def test_the_database_holds_no_draft_of_two_places_or_of_none(
    columns: tuple[str, ...], bob: User, comment: Comment
) -> None:
    things = {"article": comment.article, "parent": comment, "edited": comment}

    with pytest.raises(IntegrityError, match="a_draft_is_of_a_thread_a_reply_or_an_edit"), transaction.atomic():
        CommentDraft.objects.create(
            author=bob, text="x", saved_at=LONG_AGO, form_key=uuid4(), **{name: things[name] for name in columns}
        )


@pytest.mark.parametrize("role", ["article", "parent", "edited"])
def test_the_database_holds_one_draft_a_form(role: str, bob: User, comment: Comment) -> None:
    place = {role: comment.article if role == "article" else comment}
    row = {"author": bob, "text": "x", "saved_at": LONG_AGO, "form_key": UUID(int=1), **place}
    CommentDraft.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        CommentDraft.objects.create(**row)


def test_only_the_form_itself_discards_in_its_place(bob: User, carol: User, comment: Comment) -> None:
    key = uuid4()
    keep(Sitting(bob, key), {"parent": comment}, "Bob's")

    assert not discard_written(Sitting(bob, uuid4()), {"parent": comment})
    assert not discard_written(Sitting(bob, key), {"edited": comment})
    assert not discard_written(Sitting(carol, key), {"parent": comment})
    assert texts({"parent": comment}, bob) == ["Bob's"]
