"""The operators' pages: who gets in, and what can be done there by anybody."""

import re
from collections.abc import Callable, Iterator
from importlib import reload
from itertools import batched

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from forum import urls
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.models import Delivery
from forum.lib import admin as windows
from forum.lib.admin import PAGE, Window
from forum.notifications.models import FanOut, Kind, Mail, Notification, RefusedAddress
from moderation import acting
from moderation.acting import Decided
from tests.make import ArticleFactory, UserFactory, make_comment, make_thread
from tests.operators import act, told

pytestmark = pytest.mark.django_db

OF_NOTIFICATIONS = [f"notifications/{model}" for model in ("fanout", "mail", "notification", "refusedaddress")]
KINDS = [
    *("accounts/user", "articles/article", "comments/comment", "events/delivery", "moderation/loggedact"),
    *OF_NOTIFICATIONS,
]
# Which are looked at, and nothing more.
WITHOUT_ACTIONS = {"moderation/loggedact", "notifications/fanout", "notifications/mail", "notifications/notification"}


@pytest.fixture
def rows(ada: User) -> dict[str, Model]:
    comment = make_comment(by=ada)
    letter = Delivery.objects.create(event="bell_rung", receiver="a.b", ids={}, error="OSError", dead_at=timezone.now())
    now = timezone.now()
    logged = acting.hold(make_comment(), Decided(by=ada, at=now))
    assert logged is not None
    return {
        "accounts/user": ada,
        "articles/article": comment.article,
        "comments/comment": comment,
        "events/delivery": letter,
        "moderation/loggedact": logged,
        "notifications/fanout": FanOut.objects.create(comment=comment, begun_at=now),
        "notifications/mail": Mail.objects.create(person=ada, rhythm="daily", begun_at=now, due_at=now),
        "notifications/notification": Notification.objects.create(
            person=ada, kind=Kind.MENTION, comment=comment, told_at=now
        ),
        "notifications/refusedaddress": RefusedAddress.objects.create(address=ada.email, refused_at=now),
    }


def addresses(rows: dict[str, Model]) -> list[str]:
    pages = [f"{kind}/{row.pk}/{page}/" for kind, row in rows.items() for page in ("change", "history", "delete")]
    lists = [f"{kind}/{rest}" for kind in rows for rest in ("", "add/")]
    return [f"/admin/{page}" for page in ["", "accounts/", "jsi18n/", *lists, *pages]]


@pytest.mark.parametrize("name", ["bob", "mona"])
def test_nobody_but_an_admin_gets_in(
    name: str, rows: dict[str, Model], browse: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    client = browse(request.getfixturevalue(name))

    assert {client.get(path).status_code for path in addresses(rows)} == {403}
    assert {client.post(path).status_code for path in addresses(rows)} == {403}


def test_a_passer_by_is_sent_to_the_forums_own_log_in_page_and_back(client: Client, ada: User) -> None:
    asked = client.get("/admin/comments/comment/?state=waiting", follow=True)

    assert asked.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert "templates" not in asked.content.decode()
    form = {"login": "ada", "password": "ada's own", "next": asked.context["redirect_field_value"]}
    assert client.post("/accounts/login/", form)["Location"] == "/admin/comments/comment/?state=waiting"


def test_the_admins_own_log_in_takes_no_password(client: Client, ada: User) -> None:
    answer = client.post("/admin/login/", {"username": "ada", "password": "ada's own"})

    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["logout/", "password_change/", "autocomplete/", "r/1/1/", "auth/group/", "nothing/"])
def test_what_django_brings_beside_lists_and_rows_is_not_there(
    path: str, ada: User, browse: Callable[[User], Client]
) -> None:
    assert browse(ada).get(f"/admin/{path}").status_code == 404


def test_an_admin_whose_account_is_closed_or_whose_role_is_taken_is_out_at_once(
    ada: User, browse: Callable[[User], Client]
) -> None:
    client = browse(ada)
    assert client.get("/admin/").status_code == 200

    User.objects.update(role=User.Role.MODERATOR)
    assert client.get("/admin/").status_code in {302, 403}
    User.objects.update(role=User.Role.ADMIN, is_active=False)
    assert client.get("/admin/").status_code == 302


@pytest.fixture
def elsewhere(settings: Settings) -> Iterator[None]:
    """The operators' pages at another address."""
    settings.ADMIN_PATH = "engine-room/"
    reload(urls)
    clear_url_caches()
    yield
    settings.ADMIN_PATH = "admin/"
    reload(urls)
    clear_url_caches()


def test_the_pages_are_where_the_setting_says(elsewhere: None, ada: User, browse: Callable[[User], Client]) -> None:
    client = browse(ada)

    assert client.get("/engine-room/comments/comment/").status_code == 200
    assert client.get("/admin/").status_code == 404
    assert Client().get("/engine-room/")["Location"] == "/engine-room/login/?next=/engine-room/"


def test_every_model_there_is_behind_a_window() -> None:
    assert sorted(model._meta.label_lower.replace(".", "/") for model in admin.site._registry) == KINDS
    assert all(isinstance(shown, Window) for shown in admin.site._registry.values())


def intruding_values() -> dict[str, str]:
    """Each field of each model, as a form might name it, with something that it would take."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    return {name: "7" for field in fields for name in (field.name, field.attname)} | {
        "role": "admin",
        "username": "eve",
        "title": "Eve was here",
        "is_active": "",
        "_save": "Save",
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", ["{pk}/change/", "add/", "{pk}/delete/", "{pk}/change/?_saveasnew=1"])
def test_no_form_there_changes_or_makes_or_deletes_a_row(
    kind: str, page: str, ada: User, rows: dict[str, Model], browse: Callable[[User], Client]
) -> None:
    client, model = browse(ada), type(rows[kind])
    before = list(model._base_manager.order_by("pk").values())

    # Below settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.
    for some in batched(intruding_values().items(), 90):
        answer = client.post(f"/admin/{kind}/{page.format(pk=rows[kind].pk)}", {"post": "yes", **dict(some)})

        assert answer.status_code == 403
    assert list(model._base_manager.order_by("pk").values()) == before


def test_pages_of_rows_have_no_field_to_fill_in(
    ada: User, rows: dict[str, Model], browse: Callable[[User], Client]
) -> None:
    for kind, row in rows.items():
        page = browse(ada).get(f"/admin/{kind}/{row.pk}/change/").content.decode()

        # The log-out button's form with its token, and another with nothing else in it.
        assert re.findall(r"<(form|input|select|textarea)", page) == ["form", "input"] * 2
        assert ada.password not in page


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_no_action_that_deletes(
    kind: str, ada: User, rows: dict[str, Model], browse: Callable[[User], Client]
) -> None:
    answer = act(browse(ada), kind, "delete_selected", rows[kind])

    # Of a list that has no actions at all, Django says nothing.
    assert told(answer) == ([] if kind in WITHOUT_ACTIONS else ["No action selected."])
    assert type(rows[kind])._base_manager.filter(pk=rows[kind].pk).exists()


@pytest.mark.parametrize(
    "question",
    ["password__startswith=md5", "email=ada@example.org", "comments__author=1", "o=1", "role__in=admin", "all="],
)
def test_an_address_asks_for_no_more_than_filters_do(
    question: str, ada: User, browse: Callable[[User], Client]
) -> None:
    answer = browse(ada).get(f"/admin/accounts/user/?{question}")

    if question in {"o=1", "all="}:
        assert list(answer.context["cl"].result_list) == [ada]
    else:
        assert answer.status_code == 400


def test_rows_stand_newest_first_whatever_order_the_address_asks_for(
    ada: User, browse: Callable[[User], Client]
) -> None:
    UserFactory.create_batch(2)

    listed = browse(ada).get("/admin/accounts/user/?o=1").context["cl"].result_list

    assert [person.pk for person in listed] == sorted((person.pk for person in listed), reverse=True)


def test_a_list_is_counted_no_further_than_it_says(
    ada: User, browse: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    UserFactory.create_batch(4)
    assert "5 rows" in browse(ada).get("/admin/accounts/user/").content.decode()

    monkeypatch.setattr(windows, "COUNTED", 3)

    assert "The newest 3: search for what is older." in browse(ada).get("/admin/accounts/user/").content.decode()


def test_an_act_is_for_the_ticked_rows_of_a_page_alone(ada: User, browse: Callable[[User], Client]) -> None:
    articles = ArticleFactory.create_batch(PAGE + 2)
    page = {
        "action": "lock",
        "select_across": "1",
        "_selected_action": [str(article.pk) for article in articles[:PAGE]],
    }

    answer = browse(ada).post("/admin/articles/article/", page, follow=True)

    assert told(answer) == [f"Locked. Rows: {PAGE}."]
    assert Article.objects.filter(locked_at__isnull=True).count() == 2


def test_what_was_done_stands_in_the_rows_history_with_who_did_it(ada: User, browse: Callable[[User], Client]) -> None:
    comment = make_comment()

    act(browse(ada), "comments/comment", "remove", comment)

    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id, entry.change_message) == (ada, str(comment.pk), "Removed.")
    history = browse(ada).get(f"/admin/comments/comment/{comment.pk}/history/").content.decode()
    assert "Removed." in history


@pytest.mark.parametrize(("kind", "expected"), [(kind, 4) for kind in KINDS])
def test_a_list_asks_four_things_whatever_it_shows(
    kind: str, expected: int, ada: User, browse: Callable[[User], Client]
) -> None:
    now = timezone.now()
    for _ in range(3):
        [root, *_replies] = make_thread([[], []])
        acting.hold(root, Decided(by=ada, at=now))
        FanOut.objects.create(comment=root, begun_at=now)
        Mail.objects.create(person=root.author, rhythm="daily", begun_at=now, due_at=now)
        Notification.objects.create(person=ada, kind=Kind.MENTION, comment=root, told_at=now)
        RefusedAddress.objects.create(address=root.author.email, refused_at=now)
    Delivery.objects.bulk_create(Delivery(event="bell_rung", receiver="a.b", ids={}) for _ in range(3))
    client = browse(ada)

    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/admin/{kind}/").context["cl"].result_count >= 3

    # The session and its user, a bounded count, the rows.
    assert len(captured) == expected


def test_the_admin_has_a_stricter_policy_than_self_and_pages_of_the_forum_keep_theirs(
    ada: User, browse: Callable[[User], Client]
) -> None:
    client = browse(ada)
    shown, again = client.get("/admin/"), client.get("/admin/")
    policies = [answer["Content-Security-Policy"] for answer in (shown, again)]

    assert all("script-src 'nonce-" in policy and "default-src 'none'" in policy for policy in policies)
    assert policies[0] != policies[1]
    assert "nonce" not in client.get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in client.get("/")["Content-Security-Policy"]


def test_a_comment_that_is_not_there_is_told_of(ada: User, browse: Callable[[User], Client]) -> None:
    answer = browse(ada).get("/admin/comments/comment/999/change/", follow=True)

    assert answer.redirect_chain == [("/admin/", 302)]
    assert not Comment.objects.exists()
