"""A page and a keyboard."""

from playwright.sync_api import Locator, Page

from forum.comments.models import Comment

# Whatever a key might do shows in one of these.
STATE = """() => [location.href, scrollY, document.activeElement.outerHTML.slice(0, 80), document.forms.length,
    document.querySelectorAll("[aria-pressed=true], dialog, .comment, article:focus").length]"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c{comment.pk}")
