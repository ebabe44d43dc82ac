"""What a log or an error may show of a body that is not an answer: its structure, and no token.

A broken answer, a CSV file, an event stream or a page may hold telemetry, so only the names of JSON keys and
of tags are kept. Of anything else nothing is shown.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

LENGTH = 200  # characters
_LOOKED_AT = 4096  # characters
_WITHHELD = "…"
# From any quotation mark this matches up to the end of the string or of the text, so that no character is
# looked at twice. Without `\\?\Z`, a text that ends in a backslash costs quadratic time.
_JSON_PART = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z))(\s*:)?|[^"{}\[\],:\s]+', re.DOTALL)
_JSON_KEY = re.compile(r'"[A-Za-z_$][A-Za-z0-9_.$-]{0,60}"')
_MARKUP_PART = re.compile(r"<([^<>]*>?)|[^<]+")
_TAG_NAME = re.compile(r"[!/?]?[A-Za-z][A-Za-z0-9:_-]{0,30}(?=[\s/>])")
_SPACES = re.compile(r"\s+")
_BACKSLASH_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]")
# So many characters of a token in a row are no coincidence; fewer do not help to guess it.
_PART = 8


def excerpt(body: bytes, token: str) -> str:
    """The structure of a body's beginning, at most LENGTH characters. Takes linear time."""
    text = body[:_LOOKED_AT].decode(errors="replace").lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        shown = _JSON_PART.sub(_json_part, text)
    elif text[:1] == "<":
        shown = _MARKUP_PART.sub(_markup_part, text)
    else:
        return ""
    return without_token(_SPACES.sub(" ", shown)[:LENGTH], token)


def without_token(text: str, token: str) -> str:
    """The text without the token, in case a server echoes what it was sent.

    Where a part of the token is left in another spelling (percent-encoded, escaped, split by spaces or
    punctuation, in other letters), nothing of the text is shown. Cut the text before: its length is the cost.
    """
    if not token:
        return text
    text = text.replace(token, "***")
    plain, secret = _skeleton(text), _skeleton(token)
    size = min(_PART, len(secret))
    parts = {plain[start : start + size] for start in range(len(plain) - size + 1)}
    if size and any(secret[start : start + size] in parts for start in range(len(secret) - size + 1)):
        return _WITHHELD
    return text


def _skeleton(text: str) -> str:
    """Letters and digits only, in lower case, with the usual escapes undone (also where they are nested)."""
    import html  # only where something failed: its table of entities takes a while to load

    for _ in range(3):
        text = html.unescape(unquote(_BACKSLASH_ESCAPE.sub(_escaped, text)))
    return _NOT_ALPHANUMERIC.sub("", text.lower())


def _escaped(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))


def _json_part(match: re.Match[str]) -> str:
    is_key = match[2] is not None and _JSON_KEY.fullmatch(match[1])
    return match[0] if is_key else f"…{match[2] or ''}"


def _markup_part(match: re.Match[str]) -> str:
    if match[1] is None:
        return "…" if match[0].strip() else " "
    name = _TAG_NAME.match(match[1])
    return f"<{name[0]}>" if name and match[1].endswith(">") else "…"
