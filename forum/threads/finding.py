"""Finding comments of one article: by their words as they were typed, by who wrote them, or both."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Q
from django.http import HttpRequest

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.lib.text import clean_text
from forum.threads.reading import Page, cut, one

# One letter is on every second comment; a longer sentence is found by its beginning.
SHORTEST, LONGEST = 2, 200


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: words on one line, somebody's comments, or those words of theirs."""

    words: str = ""
    # As it came in the address: nobody may be called that.
    name: str = ""
    by: User | None = None

    @property
    def is_too_short(self) -> bool:
        return len(self.words) < SHORTEST and not (self.name and not self.words)

    @property
    def everybody(self) -> str:
        """The address of the same words of everybody's."""
        return urlencode({"q": self.words})

    @property
    def query(self) -> str:
        """The address of this search, without its question mark."""
        return urlencode({key: value for key, value in (("q", self.words), ("by", self.name)) if value})


def sought_in(request: HttpRequest) -> Sought | None:
    """None where nothing is looked for: then it is the article that is read."""
    words, name = (" ".join(clean_text(request.GET.get(key, ""))[:LONGEST].split()) for key in ("q", "by"))
    if "q" not in request.GET and not name:
        return None
    return Sought(words, name, User.objects.filter(username__iexact=name).first() if name else None)


def found_on(article: Article, sought: Sought, *, after: int | None = None) -> Page:
    """A page of what everybody can read and holds the words, in tree order. Nothing where nobody has that name.

    All words of the article are looked through. The sum keeps PostgreSQL from going through all comments of the forum
    in tree order instead, in the hope of a page of hits.
    """
    if sought.is_too_short or (sought.name and sought.by is None):
        return Page([])
    found = Comment.objects.on(article).published().listed()
    if sought.by:
        found = found.filter(author=sought.by, body__author=sought.by)
    if sought.words:
        found = found.filter(body__text__iregex=pattern_of(sought.words))
    if after is not None:
        here = Comment.objects.filter(pk=after)
        found = found.filter(
            Q(tree_id__gt=one(here, "tree_id")) | Q(tree_id=one(here, "tree_id"), lft__gt=one(here, "lft"))
        )
    return cut(found.order_by(F("tree_id") + 0, "lft"))


def pattern_of(words: str) -> str:
    """The words with any space between them.

    A pattern, and not LIKE: SQLite's knows small and capital letters of ASCII alone, and neither database's knows that
    a line may break between two words. Of what people type nothing has a meaning in it but itself.
    """
    return r"\s+".join(re.escape(word) for word in words.split())
