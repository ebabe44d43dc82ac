"""A headless Chromium of this machine, and what its pages did."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next((found for name in _NAMES if (found := shutil.which(name))), None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Watched:
    """What a page said on its console, and every answer that it got."""

    console: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def texts(self) -> Iterator[str]:
        """All that the browser saw: addresses, headers and bodies, of requests and of answers."""
        for answer in self.answers:
            request = answer.request
            yield f"{answer.url} {request.all_headers()} {request.post_data}"
            yield f"{answer.all_headers()} {answer.text()}"


def watch(page: Page) -> Watched:
    watched = Watched()

    def on_console(message: Any) -> None:
        if message.type in ("error", "warning"):
            watched.console.append(message.text)

    def on_response(response: Response) -> None:
        watched.answers.append(response)

    page.on("console", on_console)
    page.on("pageerror", lambda error: watched.console.append(str(error)))
    page.on("response", on_response)
    return watched
