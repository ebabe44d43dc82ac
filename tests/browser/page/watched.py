"""What the pages of a browser did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Response


@dataclass(slots=True)
class Watched:
    """What a page said on its console, and every answer that it got."""

    console: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def texts(self) -> Iterator[str]:
        """All that the browser saw: addresses, headers and bodies, of requests and of answers.

        The browser keeps no body of a request that the page gave up, for another range or other devices.
        """
        for answer in self.answers:
            request = answer.request
            yield f"{answer.url} {request.all_headers()} {request.post_data}"
            yield f"{answer.all_headers()} {'' if request.failure else answer.text()}"


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
