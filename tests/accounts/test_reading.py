"""How somebody reads: kept with their account, and followed by every page at once."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.preferences import ThreadOrder, preferences_of, time_zones
from forum.comments.models import Comment
from forum.threads.orders import ORDERS
from tests.make import ArticleFactory, make_comment, make_thread
from tests.pages import comment_on, ids_on, read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]

SETTINGS = "/settings"


def keep(client: Client, **chosen: str) -> int:
    return client.post(SETTINGS, chosen).status_code


def test_orders_of_threads_have_one_set_of_names() -> None:
    assert [(name, str(order.label)) for name, order in ORDERS.items()] == [
        (order.value, str(order.label)) for order in ThreadOrder
    ]


def test_threads_stand_in_the_order_that_was_kept(browse: Browse, bob: User) -> None:
    article = ArticleFactory.create()
    old, new = (make_thread([], on=article)[0] for _ in range(2))
    client = browse(bob)

    assert keep(client, order="oldest") == 302
    assert ids_on(read(client, article.get_absolute_url())) == [old.pk, new.pk]
    keep(client, order="newest")

    assert ids_on(read(client, article.get_absolute_url())) == [new.pk, old.pk]
    assert ids_on(read(browse(bob), article.get_absolute_url())) == [new.pk, old.pk]


def test_an_order_chosen_on_a_page_holds_in_that_browser_until_another_is_kept(browse: Browse, bob: User) -> None:
    article = ArticleFactory.create()
    old, new = (make_thread([], on=article)[0] for _ in range(2))
    client, elsewhere = browse(bob), browse(bob)
    keep(client, order="newest")

    read(client, f"{article.get_absolute_url()}?order=oldest")
    assert ids_on(read(client, article.get_absolute_url())) == [old.pk, new.pk]
    assert ids_on(read(elsewhere, article.get_absolute_url())) == [new.pk, old.pk]
    keep(client, order="newest")

    assert ids_on(read(client, article.get_absolute_url())) == [new.pk, old.pk]


@pytest.mark.parametrize(("shown", "direct"), [("2", 2), ("10", 10), ("", 6)])
def test_a_list_shows_as_many_replies_as_they_like(browse: Browse, bob: User, shown: str, direct: int) -> None:
    root, *replies = make_thread([[] for _ in range(12)])
    client = browse(bob)

    keep(client, replies_shown=shown)

    page = read(client, root.article.get_absolute_url())
    assert ids_on(page) == [root.pk, *(reply.pk for reply in replies[:direct])]
    assert f'data-hidden="{12 - direct}"' in page


@pytest.mark.parametrize(
    ("below", "score", "is_folded"),
    [("0", -1, True), ("0", 0, False), ("-3", -3, False), ("-3", -4, True), ("", -5, False), ("", -6, True)],
)
def test_comments_fold_below_the_readers_own_score(
    browse: Browse, bob: User, below: str, score: int, is_folded: bool
) -> None:
    comment = make_comment()
    Comment.objects.update(score=score)
    client = browse(bob)

    keep(client, fold_below=below)

    markup = comment_on(read(client, comment.article.get_absolute_url()), comment.pk)
    assert ('<details class="low">' in markup) == is_folded


def test_whoever_wants_sees_every_comment_open(browse: Browse, bob: User) -> None:
    comment = make_comment()
    Comment.objects.update(score=-9999)
    client = browse(bob)

    keep(client, fold_below="never")

    assert "details" not in comment_on(read(client, comment.article.get_absolute_url()), comment.pk)
    assert "details" in comment_on(read(Client(), comment.article.get_absolute_url()), comment.pk)


def test_dates_are_told_in_the_readers_zone(browse: Browse, bob: User) -> None:
    late = datetime(2020, 5, 31, 23, 30, tzinfo=UTC)
    article = ArticleFactory.create(published_at=late)
    client = browse(bob)

    keep(client, time_zone="Asia/Tokyo")

    assert "June 1, 2020, 8:30 a.m. JST" in read(client, article.get_absolute_url())
    assert "May 31, 2020, 11:30 p.m. UTC" in read(Client(), article.get_absolute_url())


def test_a_zone_that_this_machine_no_longer_knows_is_the_sites(browse: Browse, bob: User) -> None:
    User.objects.update(time_zone="Atlantis/Poseidonis")

    assert browse(bob).get("/").status_code == 200


def test_the_theme_follows_the_account(browse: Browse, bob: User) -> None:
    keep(browse(bob), theme="dark")

    assert 'data-theme="dark"' in read(browse(bob), "/")
    assert "data-theme" not in read(Client(), "/")


@pytest.mark.parametrize(
    ("field", "word", "attribute"),
    [
        ("density", "compact", "data-density"),
        *(("text_size", size, "data-size") for size in ("small", "large", "larger")),
        ("motion", "reduced", "data-motion"),
        ("keys", "off", "data-keys"),
        ("updates", "off", "data-updates"),
    ],
)
@pytest.mark.parametrize("url", ["/", "/settings", "/nothing/here", "article"])
def test_every_page_looks_as_its_reader_likes_it(
    browse: Browse, bob: User, field: str, word: str, attribute: str, url: str
) -> None:
    address = ArticleFactory.create().get_absolute_url() if url == "article" else url
    keep(browse(bob), **{field: word})

    page, of_others = (client.get(address).content.decode() for client in (browse(bob), Client()))

    assert f'<html lang="en" {attribute}="{word}">' in page
    assert '<html lang="en">' in of_others
    keep(browse(bob), **{field: ""})
    assert '<html lang="en">' in browse(bob).get(address).content.decode()


def test_how_pages_look_leaves_no_cookie(browse: Browse, bob: User) -> None:
    client = browse(bob)

    keep(client, density="compact", text_size="large", motion="reduced", keys="off", theme="dark")

    kept = {name for name, cookie in client.cookies.items() if cookie.value}
    assert kept <= {"sessionid", "csrftoken", "messages"}


def test_the_page_shows_what_was_kept_and_gives_it_back(browse: Browse, bob: User) -> None:
    client = browse(bob)
    chosen = {
        "order": "oldest",
        "replies_shown": "3",
        "fold_below": "-10",
        "time_zone": "Europe/Rome",
        "theme": "light",
        "density": "compact",
        "text_size": "larger",
        "motion": "reduced",
        "keys": "off",
        "updates": "off",
    }

    keep(client, **chosen)

    form = client.get(SETTINGS).context["form"]
    assert {name: str(form[name].value()) for name in chosen} == chosen
    keep(client, fold_below="never")
    assert client.get(SETTINGS).context["form"]["fold_below"].value() == "never"


def test_nothing_chosen_follows_the_site(browse: Browse, bob: User, settings: Settings) -> None:
    keep(browse(bob), order="oldest", replies_shown="3", fold_below="never")
    keep(browse(bob))
    settings.REPLIES_SHOWN, settings.FOLD_BELOW = 4, -7

    preferences = preferences_of(User.objects.get())

    assert (preferences.order, preferences.replies_shown, preferences.fold_below) == ("", 4, -7)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("order", "worst"), ("replies_shown", "1"), ("replies_shown", "11"), ("replies_shown", "x")),
        *(("fold_below", "1"), ("fold_below", "-1000000"), ("time_zone", "Mars/Olympus"), ("theme", "<script>")),
        *(("density", "dense"), ("text_size", "huge"), ("motion", "none"), ("keys", "on"), ("updates", "on")),
    ],
)
def test_what_nobody_can_choose_is_refused(browse: Browse, bob: User, field: str, value: str) -> None:
    client = browse(bob)
    before = User.objects.values().get()

    assert keep(client, **{field: value}) == 422
    assert User.objects.values().get() == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("order", "worst"), ("replies_shown", 1), ("replies_shown", 11), ("fold_below", 1), ("theme", "blue")),
        *(("density", "dense"), ("text_size", "huge"), ("motion", "none"), ("keys", "on"), ("updates", "on")),
    ],
)
def test_the_database_keeps_only_what_can_be_shown(bob: User, column: str, value: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(**{column: value})


def test_fields_that_are_none_change_nothing(browse: Browse, bob: User) -> None:
    keep(browse(bob), order="oldest", role="admin", username="ada", email="x@example.org", is_active="0", password="x")

    person = User.objects.get()
    assert (person.role, person.username, person.email, person.is_active) == ("reader", "bob", "bob@example.org", True)


def test_whose_session_ended_is_asked_to_log_in(client: Client) -> None:
    answer = client.post(SETTINGS, {"order": "oldest"})

    assert answer.status_code == 403
    assert "Log in" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(bob: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)

    assert strict.post(SETTINGS, {"order": "oldest"}).status_code == 403


def test_zones_are_places() -> None:
    assert {"Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata"} <= time_zones()
    assert not any(name.startswith("Etc/") or "/" not in name for name in time_zones())
