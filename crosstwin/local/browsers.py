"""Keeps web pages out of the emulators, which ask nobody who they are and run what they are sent as code.

ministack answers pages of any origin, and starts the Lambda function that a request contains. A page that is
open while an emulator runs could so run programs as the user. No client of the emulators is a browser.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# Browsers send `Origin` with each POST and to each other origin, and `Sec-Fetch-Site` to loopback:
# https://fetch.spec.whatwg.org/#origin-header, https://w3c.github.io/webappsec-fetch-metadata/
_OF_BROWSERS = (b"origin", b"sec-fetch-site")
# A name of another site that resolves to loopback (DNS rebinding) is the site's own.
_HOSTS = (b"127.0.0.1", b"localhost")
_MESSAGE = b"This emulator does not answer web pages.\n"


def is_from_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a browser sent the request, or its `Host` is not this machine. Names are in any case."""
    given = {name.lower(): value for name, value in headers}
    host = given.get(b"host", b"").rsplit(b":", 1)[0].lower()
    return any(name in given for name in _OF_BROWSERS) or host not in _HOSTS


def without_pages(application: Any) -> Any:
    """An ASGI application that answers requests from pages with 403."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or not is_from_page(scope["headers"]):
            await application(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            headers = [(b"content-length", str(len(_MESSAGE)).encode()), (b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": _MESSAGE})

    return guarded
