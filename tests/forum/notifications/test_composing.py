"""What a mail says: at once of one discussion, in a digest of many; as plain text and as HTML."""

from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.articles.withdrawing import withdraw_article
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.notifications.gathering import OF_ONE
from forum.notifications.models import Kind, Rhythm
from forum.notifications.receivers import tell_of_article
from forum.notifications.rhythms import due_at
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.forum.notifications.mails import choose, html_of, plans, post_all
from tests.forum.notifications.told import relay_all
from tests.make import ArticleFactory, make_comment
from tests.post import Postbox, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User, settings: Settings) -> Article:
    settings.SITE_NAME, settings.SITE_URL = "The River", "https://river.example.org"
    return ArticleFactory.create(author=alice, title="The ferry & the weir")


@pytest.fixture
def comment(article: Article, bob: User) -> Comment:
    choose(article.author, Kind.COMMENT, Rhythm.NEVER)
    comment = make_comment(on=article, by=bob, text="Where is <b>the ferry</b>?")
    relay_all()
    return comment


def watch(article: Article, person: User) -> None:
    attend(Node("a", article.pk), Attention.Level.WATCH, person=person, at=timezone.now())


def test_it_says_who_what_to_which_words_and_where(comment: Comment, carol: User, postbox: Postbox) -> None:
    reply = make_comment(to=comment, by=carol, text="At *the weir*,\n\n    <ropes>\n\nask @alice.")

    [letter] = [letter for letter in post_all(postbox) if letter["To"] == "bob@example.org"]
    assert letter["Subject"] == "[The River] The ferry & the weir"
    said = words(letter)
    assert "  bob wrote:\n  > Where is <b>the ferry</b>?\n\ncarol replied to you · " in said
    assert "  At *the weir*,\n\n      <ropes>\n" in said
    assert f"  https://river.example.org/c/{reply.pk}#c{reply.pk}\n" in said
    html = html_of(letter)
    assert "<em>the weir</em>" in html
    assert 'href="https://river.example.org/u/alice"' in html
    assert "&lt;b&gt;the ferry&lt;/b&gt;" in html
    assert "The ferry &amp; the weir" in html


def test_nothing_in_it_is_loaded_from_anywhere(comment: Comment, carol: User, postbox: Postbox) -> None:
    make_comment(to=comment, by=carol, text="![pixel](https://elsewhere.example/p.png)")

    [letter] = post_all(postbox)
    assert not [tag for tag in ("<img", "<script", "<link", "@import", "url(") if tag in html_of(letter)]


def test_mail_programs_see_what_it_belongs_to(comment: Comment, carol: User, postbox: Postbox) -> None:
    reply = make_comment(to=comment, by=carol)
    first = post_all(postbox)[0]
    assert first["In-Reply-To"] == first["References"] == f"<article-{comment.article_id}@river.example.org>"
    own = make_comment(to=reply, by=comment.author)
    make_comment(to=own, by=carol)

    second = post_all(postbox)[-1]
    assert (second["To"], second["Subject"]) == (first["To"], first["Subject"])
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["References"].split() == [first["References"], first["Message-ID"]]
    assert second["List-Id"] == first["List-Id"] == f"<a{comment.article_id}.river.example.org>"
    assert second["Message-ID"] != first["Message-ID"]
    assert second["Auto-Submitted"] == "auto-generated"


def test_what_several_answer_is_quoted_before_the_first(comment: Comment, carol: User, postbox: Postbox) -> None:
    make_comment(to=comment, by=carol)
    make_comment(to=comment, by=carol)

    [letter] = post_all(postbox)
    assert words(letter).count("carol replied to you") == 2
    assert words(letter).count("bob wrote") == html_of(letter).count("bob wrote") == 1


def test_words_of_a_parent_that_is_gone_are_not_quoted(
    comment: Comment, carol: User, mona: User, postbox: Postbox
) -> None:
    make_comment(to=comment, by=carol, text="There.")
    relay_all()
    remove_comment(comment, by=mona, at=timezone.now())

    [letter] = post_all(postbox)
    assert "There." in words(letter)
    assert "the ferry</b>" not in words(letter) + html_of(letter)
    assert "bob wrote" not in words(letter)


def test_a_digest_is_the_discussion_with_only_what_is_new(
    comment: Comment, bob: User, carol: User, mona: User, postbox: Postbox
) -> None:
    watch(comment.article, mona)
    other = make_comment(on=comment.article, by=carol, text="Another thing.")
    reply = make_comment(to=comment, by=carol, text="At the weir.")
    make_comment(to=reply, by=bob, text="Which weir?")

    [letter] = [letter for letter in post_all(postbox) if letter["To"] == "mona@example.org"]
    said = words(letter)
    order = [said.index(part) for part in ("bob wrote:", "At the weir.", "Which weir?", "Another thing.")]
    assert order == sorted(order)
    assert said.count("wrote:") == 1, "what is shown above needs no quoting"
    assert "carol replied to bob · " in said
    assert "\n    bob replied to carol · " in said, "set in below it"
    assert f"/a/{comment.article_id}" in said
    assert "?new=1\n" in said
    assert "reply d1" in html_of(letter)
    assert letter["List-Id"] == "<daily.river.example.org>"
    assert other.pk > 0


def test_a_digest_is_bounded_and_says_how_much_there_is_besides(
    article: Article, bob: User, mona: User, postbox: Postbox
) -> None:
    watch(article, mona)
    for number in range(OF_ONE + 12):
        make_comment(on=article, by=bob, text=f"Drop {number}. " + "Rain. " * 300)

    [letter] = [letter for letter in post_all(postbox) if letter["To"] == "mona@example.org"]
    assert "… and 12 more." in words(letter)
    assert words(letter).count("bob wrote ·") == OF_ONE
    assert len(letter.as_bytes()) < 100_000
    assert len(post_all(postbox)) == len(postbox.received), "and the twelve are not mailed by themselves"


def test_a_digest_of_several_discussions_names_the_first(
    article: Article, bob: User, mona: User, carol: User, postbox: Postbox
) -> None:
    other = ArticleFactory.create(author=carol, title="The tide")
    for place in (article, other):
        watch(place, mona)
        make_comment(on=place, by=bob)

    [letter] = [letter for letter in post_all(postbox) if letter["To"] == "mona@example.org"]
    assert letter["Subject"] == "[The River] The ferry & the weir, and 1 more"
    assert words(letter).index("The ferry") < words(letter).index("The tide")


def test_times_are_those_of_the_reader(comment: Comment, bob: User, carol: User, postbox: Postbox) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Tokyo")
    make_comment(to=comment, by=carol)

    [letter] = post_all(postbox)
    assert " JST\n" in words(letter)


def test_comments_of_a_withdrawn_article_are_told_and_a_removed_title_is_not(
    comment: Comment, carol: User, postbox: Postbox
) -> None:
    make_comment(to=comment, by=carol, text="There.")
    relay_all()
    withdraw_article(comment.article, at=timezone.now())
    Article.objects.filter(pk=comment.article_id).update(removed_at=timezone.now())

    [letter] = post_all(postbox)
    assert "There." in words(letter)
    assert "ferry & the weir" not in letter["Subject"] + words(letter)


def test_a_line_of_a_dot_does_not_end_the_mail(comment: Comment, carol: User, postbox: Postbox) -> None:
    make_comment(to=comment, by=carol, text="One\n\n.\n\nTwo; größer als ein Fluß")

    [letter] = post_all(postbox)
    assert "größer" in words(letter)
    assert ".\n" in words(letter)


@pytest.mark.parametrize(
    ("rhythm", "told", "due"),
    [
        (Rhythm.HOURLY, "2026-11-26 10:30", "2026-11-26 11:30"),
        (Rhythm.DAILY, "2026-11-26 05:59", "2026-11-26 06:00"),
        (Rhythm.DAILY, "2026-11-26 06:00", "2026-11-27 06:00"),
        (Rhythm.WEEKLY, "2026-11-26 10:30", "2026-11-30 06:00"),
        (Rhythm.WEEKLY, "2026-11-30 05:59", "2026-11-30 06:00"),
        # The clocks go back on the night before.
        (Rhythm.DAILY, "2026-10-24 10:00", "2026-10-25 06:00"),
    ],
)
def test_digests_go_out_at_seven_where_the_reader_lives(rhythm: Rhythm, told: str, due: str) -> None:
    assert due_at(rhythm, moment(told), ZoneInfo("Europe/Rome")).astimezone(UTC) == moment(due)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def test_what_is_wanted_otherwise_comes_otherwise(
    comment: Comment, bob: User, carol: User, mona: User, postbox: Postbox
) -> None:
    choose(bob, Kind.REPLY, Rhythm.WEEKLY)
    make_comment(to=comment, by=carol)
    make_comment(to=comment, by=mona, text="And @bob knows.")
    relay_all()

    assert ("weekly", 0) in plans(bob)
    [letter] = post_all(postbox)
    assert letter["List-Id"] == "<weekly.river.example.org>"


def test_a_new_article_is_told_with_its_beginning(article: Article, bob: User, postbox: Postbox) -> None:
    attend(Node("u", article.author_id), Attention.Level.WATCH, person=bob, at=timezone.now())
    choose(bob, Kind.WATCHED, Rhythm.AT_ONCE)
    tell_of_article(article_id=article.pk)

    letter: EmailMessage = post_all(postbox)[0]
    assert "alice published “The ferry & the weir”" in words(letter)
    assert "It rained." in words(letter)


def test_code_that_looks_like_a_link_is_mailed_as_it_was_written(
    comment: Comment, carol: User, postbox: Postbox
) -> None:
    make_comment(to=comment, by=carol, text='Write `<a href="/rules">`.')
    [letter] = post_all(postbox)

    assert '&lt;a href="/rules"&gt;' in html_of(letter)
