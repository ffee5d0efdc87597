"""What search engines are told of: the articles that everybody can read, and the pages that nobody needs to find."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_sitemaps
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.lib.feeds import absolute

# Forms and what is for one person: their addresses are many, and none holds anything to find.
NOT_FOR_ROBOTS = (
    *("/accounts/", "/settings", "/submit", "/submissions", "/waiting", "/preview", "/a/*/story/", "/c/*/"),
    *("/moderation/", "/reports", "/notice", "/decisions"),
)


class Articles(Sitemap):  # type: ignore[type-arg]  # generic to django-stubs alone
    # A page of it is one query; the most that one file may hold is 50,000.
    limit = 10_000

    def items(self) -> ArticleQuerySet:
        return Article.objects.visible_to(AnonymousUser()).listed().for_links().order_by("-pk")

    def lastmod(self, article: Article) -> datetime:
        times = (article.began_at, article.edited_at, article.last_comment_at)
        return max(time for time in times if time is not None)

    def get_latest_lastmod(self) -> None:
        """Unsaid: to know it Django would read every article there is."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        """From the settings: a request's Host may be anybody's."""
        return urlsplit(settings.SITE_URL).netloc


SITEMAPS = {"articles": Articles}
index = require_safe(login_not_required(django_sitemaps.index))
part = require_safe(login_not_required(django_sitemaps.sitemap))


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {absolute(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
