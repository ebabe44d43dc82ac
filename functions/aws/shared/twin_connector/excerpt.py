"""The beginning of what was no answer, fit for a log: the fault shows, telemetry and token do not."""

from __future__ import annotations

import re

LENGTH = 200  # characters
_LOOKED_AT = 64 * 1024  # characters
_LOOKS_LIKE_JSON = re.compile(r"[{\[\"\d-]")
_TEXT_OR_WORD = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)|[\w.+-]+', re.DOTALL)
_COLON = re.compile(r"\s*:")


def excerpt(body: bytes, token: str) -> str:
    """The first LENGTH characters of a body, the token struck out.

    What looks like JSON may be a broken answer, so there only the keys are kept: the values of
    `{"DoubleValue": 23.5, …` are telemetry.
    """
    # Struck out before anything is cut: a cut could leave the token's beginning.
    text = strike_out(body.decode(errors="replace"), token).strip()[:_LOOKED_AT]
    if _LOOKS_LIKE_JSON.match(text):
        text = _TEXT_OR_WORD.sub(_without_value, text)
    return text[:LENGTH]


def strike_out(text: str, token: str) -> str:
    """The text without the token, in case a server echoes what it was sent."""
    return text.replace(token, "***") if token else text


def _without_value(match: re.Match[str]) -> str:
    is_key = _COLON.match(match.string, match.end()) is not None
    return match[0] if is_key else "…"
