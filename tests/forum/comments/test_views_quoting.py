"""Quoting without JavaScript: a button of the page on which one answers."""

from html import unescape

import pytest
from django.utils import timezone

from accounts.models import User
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from tests.forum.comments.composers import HTMX, Browse, composer_of
from tests.make import make_comment

pytestmark = pytest.mark.django_db

STRAIGHT_AND_CURLY = '"As typed," she said\n\n“so”, „so“, «\u00a0so\u00a0», \'so\' and ‘so’\n"and at the end"'


@pytest.fixture
def comment(bob: User) -> Comment:
    return make_comment(by=bob, text="It *rained*.\n\n- here\n- there")


def quoted(comment: Comment) -> str:
    lines = "> It *rained*.\n>\n> - here\n> - there\n>\n> — [bob]"
    return f"{lines}(http://testserver/c/{comment.pk})\n\n"


def test_the_words_that_are_answered_are_put_into_the_composer(browse: Browse, carol: User, comment: Comment) -> None:
    carols = browse(carol)
    url = f"/c/{comment.pk}/reply"
    form = composer_of(carols.get(url))

    answer = carols.post(url, {**form, "quote_whole": "1"})

    assert answer.status_code == 200
    # It is kept as a draft, too: the composer has seen that.
    assert composer_of(answer) | {"csrfmiddlewaretoken": "", "seen": ""} == form | {
        "text": quoted(comment),
        "csrfmiddlewaretoken": "",
        "seen": "",
    }
    assert Comment.objects.count() == 1


def test_what_was_typed_stays_below_the_quote(browse: Browse, carol: User, comment: Comment) -> None:
    carols = browse(carol)
    url = f"/c/{comment.pk}/reply"
    typed = {**composer_of(carols.get(url)), "text": "  Did it?\r\n<b>"}

    once = composer_of(carols.post(url, {**typed, "quote_whole": "1"}))
    as_sent = once["text"].replace("\r\n", "\n").replace("\n", "\r\n")
    twice = composer_of(carols.post(url, {**once, "text": as_sent, "quote_whole": "1"}))

    assert once["text"].replace("\r\n", "\n") == quoted(comment) + "  Did it?\n<b>"
    assert twice["text"] == as_sent


def test_htmx_gets_the_composer_alone(browse: Browse, carol: User, comment: Comment) -> None:
    answer = browse(carol).post(f"/c/{comment.pk}/reply", {"text": "", "quote_whole": "1"}, headers=HTMX)

    assert answer.content.decode().lstrip().startswith('<form class="composer"')
    assert composer_of(answer)["text"] == quoted(comment)


def test_a_quote_is_posted_as_a_quote(browse: Browse, carol: User, comment: Comment) -> None:
    carols = browse(carol)
    url = f"/c/{comment.pk}/reply"
    form = composer_of(carols.post(url, {**composer_of(carols.get(url)), "quote_whole": "1"}))

    carols.post(url, {**form, "text": form["text"] + "Did it?"})

    html = Comment.objects.select_related("body").get(author=carol).body.html
    assert html.startswith(
        "<blockquote>\n<p>It <em>rained</em>.</p>\n<ul>\n<li>here</li>\n<li>there</li>\n</ul>\n<p>— <a"
    )
    assert html.endswith("</blockquote>\n<p>Did it?</p>\n")


def test_words_that_are_gone_are_not_quoted(browse: Browse, carol: User, mona: User, comment: Comment) -> None:
    url = f"/c/{comment.pk}/reply"
    before = browse(mona).post(url, {"text": "Kept.", "quote_whole": "1"})
    remove_comment(comment, by=mona, at=timezone.now())

    # Without a reply only moderators know that it was there.
    for person, status in ((carol, 404), (mona, 403)):
        answer = browse(person).post(url, {"text": "Kept.", "quote_whole": "1"})
        assert answer.status_code == status
        assert "rained" not in answer.content.decode()
        assert "Kept." in answer.content.decode()
    assert "rained" in before.content.decode()


def test_marks_of_quotation_stay_as_they_were_typed(browse: Browse, carol: User, comment: Comment) -> None:
    carols = browse(carol)
    url = f"/c/{comment.pk}/reply"

    answer = carols.post(url, {**composer_of(carols.get(url)), "text": STRAIGHT_AND_CURLY})

    body = Comment.objects.select_related("body").get(author=carol).body
    shown = unescape(carols.get(answer["Location"]).content.decode())
    assert body.text == STRAIGHT_AND_CURLY
    for line in filter(None, STRAIGHT_AND_CURLY.split("\n")):
        assert line in shown
    assert "<blockquote" not in body.html
