"""No page has what axe calls a violation, by day or by night."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from forum.articles.models import Article
from forum.comments.editing import edit_comment, version_of
from forum.comments.models import Comment
from forum.events.relaying import relay
from forum.notifications.models import Kind
from forum.notifications.telling import tell
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from forum.votes.casting import cast_vote
from moderation.calming import Measure, calm
from moderation.models import AutoRuleVersion, Trial
from moderation.trying import run_trial
from moderation.voiding import void_votes
from tests.browser.conftest import Open
from tests.make import ArticleFactory, UserFactory, make_comment
from tests.moderation.cases import decided_by
from tests.moderation.test_autorules import made, post

both_themes = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def violations(page: Page) -> list[str]:
    """What axe finds, one line each: the rule, and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']} x{len(rule['nodes'])}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@both_themes
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/accounts/signup/", "/settings", "/nothing/here"])
def test_no_violation_for_a_passer_by(visit: Open, path: str, dark: bool) -> None:
    assert violations(visit(path, dark=dark)) == []


@both_themes
@pytest.mark.parametrize("path", ["/accounts/logout/", "/settings"])
def test_no_violation_for_someone_logged_in(visit: Open, bob: User, path: str, dark: bool) -> None:
    assert violations(visit(path, by=bob, dark=dark)) == []


@both_themes
@pytest.mark.parametrize("reader", ["nobody", "author", "moderator"])
def test_no_violation_on_an_article_with_one_of_everything(
    visit: Open, article: Article, bob: User, mona: User, reader: str, dark: bool
) -> None:
    person = {"nobody": None, "author": bob, "moderator": mona}[reader]

    page = visit(article.get_absolute_url(), by=person, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

    assert violations(page) == []


@both_themes
def test_no_violation_on_a_phone(visit: Open, article: Article, bob: User, dark: bool) -> None:
    assert violations(visit(article.get_absolute_url(), by=bob, dark=dark, width=360)) == []


@both_themes
@pytest.mark.parametrize(
    ("link", "role"),
    [
        *((link, "reader") for link in ("a.fold", "a.continue", "a.permalink")),
        *((f".acts a[href$={verb}]", "reader") for verb in ("reply", "edit")),
        *((f".acts a[href$={verb}]", "moderator") for verb in ("branch", "merge")),
    ],
)
def test_no_violation_where_the_list_leads(
    visit: Open, article: Article, bob: User, mona: User, link: str, role: str, dark: bool
) -> None:
    person = mona if role == "moderator" else bob
    address = visit(article.get_absolute_url(), by=person).locator(link).first.get_attribute("href")

    page = visit(address, by=person, dark=dark)
    if role == "moderator":
        page.get_by_label("The other article").fill(str(ArticleFactory.create().pk))
        page.get_by_role("button", name="Look at it first").click()
        page.get_by_role("status").filter(has_text="move").wait_for()

    assert violations(page) == []


@both_themes
def test_no_violation_on_a_history(visit: Open, mona: User, dark: bool) -> None:
    comment = make_comment(by=mona, text="It has rained for a day.")
    yesterday = timezone.now() - timedelta(days=1)
    Comment.objects.filter(pk=comment.pk).update(created_at=yesterday, published_at=yesterday)
    edit_comment(
        Comment.objects.get(pk=comment.pk),
        by=mona,
        text="It has rained for a week.",
        version=version_of(comment.body.text),
    )

    page = visit(f"/c/{comment.pk}/history", by=mona, dark=dark)

    assert page.locator("del, ins").count() == 2
    assert violations(page) == []


@both_themes
def test_no_violation_on_a_persons_page(visit: Open, article: Article, bob: User, dark: bool) -> None:
    assert violations(visit("/u/bob", by=bob, dark=dark)) == []


@both_themes
def test_no_violation_with_a_composer_open_and_its_text_refused(
    visit: Open, article: Article, bob: User, dark: bool
) -> None:
    page = visit(article.get_absolute_url(), by=bob, dark=dark)
    page.locator(".acts").get_by_role("link", name="Reply").first.click()
    page.locator(".replies textarea").fill("words " * 3000)
    page.keyboard.press("Control+Enter")
    page.locator(".replies .notice").wait_for()

    assert violations(page) == []


@both_themes
@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_where_moderators_keep_the_place_calm(
    visit: Open, ada: User, bob: User, mona: User, dark: bool, width: int
) -> None:
    article, now = ArticleFactory.create(author=ada), timezone.now()
    live = made(ada, AutoRuleVersion.Action.FOLD)
    post(article, bob)
    relay()
    waits, done = (
        Trial.objects.create(version=live.versions.get(), days=7, by=ada, asked_at=now + timedelta(minutes=1))
        for _two in range(2)
    )
    run_trial(done, now=done.asked_at)
    Trial.objects.filter(pk=waits.pk).update(total=12_000, looked_at=5000)
    calm(article, Measure.SLOW, decided_by(mona), until=now + timedelta(hours=1), minutes=5)
    for things in ([make_comment(on=article) for _six in range(6)] for _two in range(2)):
        ring = [UserFactory.create() for _three in range(3)]
        for voter in ring:
            for thing in things:
                cast_vote(thing, voter=voter, value=1)
    void_votes([voter.pk for voter in ring], decided_by(mona), since=now - timedelta(days=1))

    for person, path, holds in (
        (mona, "/moderation/automatic", ".rule-live"),
        (mona, "/moderation/automatic/new", ".field-pattern"),
        (mona, live.get_absolute_url(), ".says"),
        (mona, f"/moderation/automatic/trials/{waits.pk}", "progress"),
        (mona, f"/moderation/automatic/trials/{done.pk}", ".caught"),
        (mona, "/moderation/calm", ".calms"),
        (mona, f"/a/{article.pk}/story/calm", ".calms form"),
        (mona, "/moderation/rings", ".voided"),
        (mona, article.get_absolute_url(), "details.low"),
        (bob, article.get_absolute_url(), "#compose-first"),
    ):
        page = visit(path, by=person, dark=dark, width=width)
        page.locator(holds).first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@both_themes
def test_no_violation_on_what_one_is_told_and_watches(visit: Open, article: Article, bob: User, dark: bool) -> None:
    now = timezone.now()
    tell([bob.pk], Kind.MENTION, of=make_comment(on=article, text="Ask @bob."), at=now)
    attend(Node("a", article.pk), Attention.Level.WATCH, person=bob, at=now)
    attend(Node("u", article.author_id), Attention.Level.MUTE, person=bob, at=now, until=now + timedelta(days=1))
    of_article = f"/notifications/attention/a{article.pk}"

    for path in ("/notifications/", "/notifications/watching", of_article, "/settings/notifications"):
        for width in (360, 1280):
            assert violations(visit(path, by=bob, dark=dark, width=width)) == [], path
