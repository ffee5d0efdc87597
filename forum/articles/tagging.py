"""Tags: whoever runs the forum adds, renames and removes them; files that are imported bring theirs."""

from collections.abc import Collection, Iterable
from itertools import count

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.text import slugify

from forum.articles.models import Tag

NAME_LENGTH = 40


def add_tag(name: str, *, slug: str = "") -> Tag:
    """A new tag, its address made of its name where none is given. Raises IntegrityError when one is called so."""
    with transaction.atomic():
        return Tag.objects.create(name=name, slug=slug or free_slug(name))


def remove_tag(tag: Tag) -> int:
    """Take it off every article, and away. How many stood under it."""
    articles = tag.articles.count()
    tag.delete()
    return articles


def tags_named(names: Collection[str]) -> Iterable[Tag]:
    """The tags of these names, in any case; those that are missing are made."""
    if not names:
        return []
    known = tags_by_name(names)
    for name in names:
        if name.lower() not in known:
            try:
                known[name.lower()] = add_tag(name)
            except IntegrityError:
                # Another import was first.
                known.update(tags_by_name([name]))
    return known.values()


def tags_by_name(names: Collection[str]) -> dict[str, Tag]:
    found = Tag.objects.annotate(lower_name=Lower("name")).filter(lower_name__in=[name.lower() for name in names])
    return {tag.name.lower(): tag for tag in found}


def free_slug(name: str) -> str:
    """The name as it looks best in an address, with a number where another tag has that already."""
    wanted = slugify(name, allow_unicode=True) or "tag"
    taken = set(Tag.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
