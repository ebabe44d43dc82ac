"""Where a token may be sent: one rule for connectors and the program."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple

# Stricter than RFC 3986, so that every HTTP client reads the same host out of it: a backslash, a space, a
# control character or a non-ASCII letter, which clients treat differently, does not match.
_URL = re.compile(
    r"(?P<scheme>(?i:https?))://(?P<userinfo>[^/?#@]*@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<rest>[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?"
)
_LARGEST_PORT = 65_535


class ReaderUrl(NamedTuple):
    """A reader's URL that a token may be sent to.

    `host` is for messages, an IPv6 address in its brackets. `is_loopback`: requests stay on this machine,
    so no proxy of the environment may get them.
    """

    url: str
    host: str
    is_loopback: bool


def parse_reader_url(text: str) -> ReaderUrl:
    """The URL, if a token may be sent to it: HTTPS to any host, plain HTTP to this machine only.

    Raises ValueError saying what is wrong. The message does not repeat the URL, which may hold a password.
    """
    match = _URL.fullmatch(text)
    if match is None or (match["port"] and int(match["port"]) > _LARGEST_PORT):
        raise ValueError("is not a URL; expected https://<host>/<path>")
    if match["userinfo"] is not None:
        raise ValueError("contains a user name or a password; readers accept a token only")
    host = match["host"].lower()
    loopback = _is_loopback(host)
    if match["scheme"].lower() == "http" and not loopback:
        raise ValueError(f"plain HTTP to {host} would send the token in clear text; use https")
    return ReaderUrl(text, host, loopback)


def _is_loopback(host: str) -> bool:
    """Whether the host is this machine: 127.0.0.0/8, ::1 (RFC 5735, RFC 4291) or localhost (RFC 6761)."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def fits_header(token: str) -> bool:
    """Whether an HTTP header can carry the token as one value: printable ASCII without spaces and commas.

    Found out before the token is sent, since the error of an HTTP client would show the header.
    """
    return bool(token) and token.isascii() and token.isprintable() and not {" ", ","} & set(token)
