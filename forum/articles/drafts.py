"""What somebody is writing, kept on the server: one new article a person, until it is sent in or discarded."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from forum.articles.models import ArticleDraft


def save_draft(author: User, fields: Mapping[str, str], *, at: datetime) -> bool:
    """Keep what was typed, in place of what was kept before. False, and nothing changes, where nothing was typed."""
    typed = {name: value for name, value in fields.items() if value}
    if not typed:
        return False
    ArticleDraft.objects.update_or_create(author=author, defaults={"fields": typed, "saved_at": at})
    return True


def draft_of(author: User) -> ArticleDraft | None:
    return ArticleDraft.objects.filter(author=author).first()


def discard_draft(author: User) -> bool:
    """False if there was none."""
    deleted, _by_model = ArticleDraft.objects.filter(author=author).delete()
    return bool(deleted)
