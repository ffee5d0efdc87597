"""Writing in the one composer of a page, and what it tells of its draft."""

import re

from playwright.sync_api import Locator, Page, expect

# The first save comes after two seconds of pause.
SOON = 10_000


def field(page: Page) -> Locator:
    return page.locator("form.composer textarea")


def kept(page: Page) -> Locator:
    return page.locator("[data-draft]", has_text="Draft kept")


def begin(page: Page, words: str) -> None:
    """Type, and go on as soon as what keeps it is loaded: before anything is kept."""
    with page.expect_response(re.compile(r"/drafts\.\w+\.js")):
        field(page).press_sequentially(words)
    page.evaluate("document.fonts.ready")


def write(page: Page, words: str) -> None:
    """As a person does, letter by letter, to the moment where the page says that it is kept."""
    field(page).press_sequentially(words)
    expect(kept(page)).to_be_visible(timeout=SOON)


def kill(page: Page) -> None:
    """Without a chance to say goodbye: what the page would still send is not sent."""
    page.context.set_offline(True)
    page.context.close()


def shelf(page: Page) -> int:
    """How many texts the browser itself keeps."""
    count: int = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('text:')).length")
    return count


def locks(page: Page) -> int:
    """How many texts the pages of this browser hold as theirs."""
    count: int = page.evaluate("navigator.locks.query().then(({ held }) => held.length)")
    return count
