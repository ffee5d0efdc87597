"""What an address of this site points at, as somebody copied it."""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http.request import validate_host

from forum.articles.models import Article
from forum.comments.models import Comment

# Every number of 18 digits fits a database's bigint.
_COMMENT = re.compile(r"/c/([0-9]{1,18})(?:/|$)", re.ASCII)
_ARTICLE = re.compile(r"/a/([0-9]{1,18})(?:/|$)", re.ASCII)
# Of a comment on the page of its article.
_ANCHOR = re.compile(r"c([0-9]{1,18})", re.ASCII)


def thing_at(address: str) -> Comment | Article | None:
    """None where it leads elsewhere, or to nothing that is said. Whether it may be seen is not looked at."""
    parts = parts_of(address.strip())
    if parts is None or (parts.netloc and not is_ours(parts.hostname or "")):
        return None
    if found := _COMMENT.match(parts.path) or _ANCHOR.fullmatch(parts.fragment):
        return Comment.objects.select_related("article", "author", "body").filter(pk=int(found[1])).first()
    if found := _ARTICLE.match(parts.path):
        return Article.objects.select_related("author").filter(pk=int(found[1])).first()
    return None


def parts_of(address: str) -> SplitResult | None:
    """Of an address with or without its scheme, or of what stands behind the name of the site."""
    is_whole = "//" in address or address.startswith(("/", "#"))
    try:
        return urlsplit(address if is_whole else f"//{address}")
    except ValueError:
        return None


def is_ours(host: str) -> bool:
    return validate_host(host, [urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS])
