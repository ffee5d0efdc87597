"""`./dev manage tags`, `tags add NAME [--slug SLUG]`, `tags rename SLUG NAME`, `tags remove SLUG`"""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.text import slugify

from forum.articles.models import Tag
from forum.articles.tagging import NAME_LENGTH, add_tag, remove_tag
from forum.lib.text import clean_text, grapheme_count


class Command(BaseCommand):
    help = "List the tags that articles can stand under, or add, rename and remove one. Without any, nobody is asked."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", metavar="ACT")
        add = acts.add_parser("add", help="a new tag")
        add.add_argument("name")
        add.add_argument("--slug", default="", help="its part of an address; made of the name if not given")
        rename = acts.add_parser("rename", help="its name; its address stays")
        rename.add_argument("slug")
        rename.add_argument("name")
        remove = acts.add_parser("remove", help="from every article, for good")
        remove.add_argument("slug")

    def handle(self, *args: object, act: str | None, name: str = "", slug: str = "", **options: object) -> None:
        try:
            match act:
                case "add":
                    tag = add_tag(named(name), slug=slug_like(slug))
                    self.stdout.write(f"Added {tag.name} at {tag.get_absolute_url()}.")
                case "rename":
                    self.rename(get_tag(slug), named(name))
                case "remove":
                    self.stdout.write(f"Removed from {remove_tag(get_tag(slug))} articles.")
                case _:
                    self.list()
        except IntegrityError:
            raise CommandError("There is a tag of that name or slug already.") from None

    def rename(self, tag: Tag, name: str) -> None:
        with transaction.atomic():
            Tag.objects.filter(pk=tag.pk).update(name=name)
        self.stdout.write(f"{tag.name} is called {name} now.")

    def list(self) -> None:
        for tag in Tag.objects.annotate(count=Count("articles")):
            self.stdout.write(f"{tag.slug:20} {tag.name:30} {tag.count:6} articles")


def get_tag(slug: str) -> Tag:
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None:
        raise CommandError(f"There is no tag {slug}.")
    return tag


def slug_like(slug: str) -> str:
    if slug != slugify(slug, allow_unicode=True):
        raise CommandError("A slug has small letters, digits and hyphens.")
    return slug


def named(name: str) -> str:
    clean = " ".join(clean_text(name).split())
    if not clean or grapheme_count(clean) > NAME_LENGTH:
        raise CommandError(f"A tag's name has 1 to {NAME_LENGTH} characters.")
    return clean
