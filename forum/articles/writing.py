"""The words of an article on their way in: as they were typed, as they will be stored, and told from other ones."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Protocol

from accounts.mentioned import existing_names
from accounts.models import User
from forum.articles.models import Article, Tag
from forum.lib.addresses import address_key
from forum.lib.markdown import Format, render
from forum.lib.screening import Draft, Verdict, screen


class Refused(Exception):
    """An act that cannot be done, with the words that tell the person why."""

    # Until it can, where that is known.
    seconds = 0


class TooSoon(Refused):
    def __init__(self, why: str, seconds: int) -> None:
        super().__init__(why)
        self.seconds = seconds


@dataclass(frozen=True)
class Written:
    """An article as somebody wrote it: clean, and within its bounds (forum.articles.forms)."""

    title: str
    deck: str
    dateline_place: str
    dateline_date: date | None
    source_name: str
    source_url: str
    text: str
    tags: tuple[Tag, ...] = ()

    def columns(self) -> dict[str, object]:
        """What it is stored as, but for its tags. Rendering it takes a while: before any lock."""
        return {
            "title": self.title,
            "deck": self.deck,
            "dateline_place": self.dateline_place,
            "dateline_date": self.dateline_date,
            "source_name": self.source_name,
            "source_url": self.source_url,
            "source_key": address_key(self.source_url),
            "text": self.text,
            "format": Format.MARKDOWN,
            "html": render(self.text, Format.MARKDOWN, mentions=existing_names(self.text)),
        }

    @property
    def tag_names(self) -> str:
        return names_of(self.tags)


class StoryFacts(Protocol):
    """Something written, or an article, or what one said before."""

    @property
    def title(self) -> str: ...
    @property
    def deck(self) -> str: ...
    @property
    def dateline_place(self) -> str: ...
    @property
    def dateline_date(self) -> date | None: ...
    @property
    def source_name(self) -> str: ...
    @property
    def source_url(self) -> str: ...
    @property
    def text(self) -> str: ...


# What an article says, part by part, in plain text.
type Said = Mapping[str, str]


def said(story: StoryFacts, *, tag_names: str) -> Said:
    day = story.dateline_date.isoformat() if story.dateline_date else ""
    return {
        "title": story.title,
        "deck": story.deck,
        "dateline": " ".join(filter(None, [story.dateline_place, day])),
        "source": " ".join(filter(None, [story.source_name, story.source_url])),
        "tags": tag_names,
        "text": story.text,
    }


def said_by(article: Article) -> Said:
    return said(article, tag_names=names_of(article.tags.all()))


def names_of(tags: Iterable[Tag]) -> str:
    return ", ".join(sorted(tag.name for tag in tags))


def version_of(words: Said) -> str:
    """A short name for what an article says, for the form that edits it to carry."""
    return blake2b(json.dumps(dict(words)).encode(), digest_size=8).hexdigest()


def screened(written: Written, *, author: User) -> Verdict:
    """What the layers above say of an article. Raises Refused where one of them does."""
    whole = "\n\n".join(filter(None, [written.title, written.deck, written.source_url, written.text]))
    verdict = screen(Draft(text=whole, article_id=None), author_id=author.pk)
    if verdict.is_refused:
        raise Refused(verdict.reason)
    return verdict
