"""The words of a comment on their way in: cleaned, bounded, rendered and screened, all before any lock."""

from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mentioned import existing_names
from accounts.models import User
from forum.articles.models import Article
from forum.lib.markdown import Format, render
from forum.lib.numerals import numeral
from forum.lib.screening import Draft, Verdict, screen
from forum.lib.text import clean_text, grapheme_count


class Refused(Exception):
    """An act that cannot be done, with the words that tell the person why."""


@dataclass(frozen=True)
class Words:
    """A text as it will be stored, and as it will be read."""

    text: str
    format: str
    html: str

    @classmethod
    def written(cls, text: str) -> Self:
        """What somebody typed, in Markdown. Raises Refused when it is empty or too long."""
        text = clean_text(text)
        if not text:
            raise Refused(_("Write something first."))
        over = grapheme_count(text) - settings.COMMENT_LENGTH
        if over > 0:
            raise Refused(
                ngettext(
                    "This is %(over)s character too long: at most %(most)s fit.",
                    "This is %(over)s characters too long: at most %(most)s fit.",
                    over,
                )
                % {"over": numeral(over), "most": numeral(settings.COMMENT_LENGTH)}
            )
        return cls(text, Format.MARKDOWN, render(text, Format.MARKDOWN, mentions=existing_names(text)))


def screened(words: Words, *, author: User, article: Article, parent_id: int | None, is_edit: bool = False) -> Verdict:
    """What the layers above say of a draft. Raises Refused where one of them does."""
    draft = Draft(text=words.text, article_id=article.pk, parent_id=parent_id, is_edit=is_edit)
    verdict = screen(draft, author_id=author.pk)
    if verdict.is_refused:
        raise Refused(verdict.reason)
    return verdict
