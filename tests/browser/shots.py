"""Pictures of pages, to be looked at: `python -m tests.browser.shots URL FOLDER [PATH ...]`.

Each path at 360 and at 1280 pixels, by day and by night; without paths the front page and the first article on it.
`--as NAME:PASSWORD` logs in first, `--at '#c12'` scrolls there; `--full` takes a whole page, `--print` one on paper.
"""

import argparse
import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import launch

SIZES = {360: 1500, 1280: 1500}
THEMES = ("light", "dark")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.browser.shots", description="Pictures of pages, to be looked at.")
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--as", dest="person", metavar="NAME:PASSWORD")
    parser.add_argument("--at", metavar="SELECTOR")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--print", dest="on_paper", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for width in SIZES:
            for theme in THEMES:
                take(browser, options, width, theme)
        browser.close()


def take(browser: Browser, options: argparse.Namespace, width: int, theme: str) -> None:
    context = browser.new_context(
        base_url=options.url,
        viewport={"width": width, "height": SIZES[width]},
        color_scheme="dark" if theme == "dark" else "light",
    )
    if options.person:
        log_in(context, options.person)
    page = context.new_page()
    for path in options.paths or default_paths(page):
        page.goto(path)
        if options.on_paper:
            page.emulate_media(media="print")
        if options.at:
            page.locator(options.at).first.scroll_into_view_if_needed()
        name = re.sub(r"\W+", "-", path).strip("-") or "front"
        page.screenshot(path=options.folder / f"{name}-{width}-{theme}.png", full_page=options.full)
    context.close()


def log_in(context: BrowserContext, person: str) -> None:
    name, password = person.split(":", 1)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    page.close()


def default_paths(page: Page) -> list[str]:
    page.goto("/")
    first = page.locator("a.article-link").first.get_attribute("href")
    return ["/", first] if first else ["/"]


if __name__ == "__main__":
    main()
