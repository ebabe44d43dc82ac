"""The shared token that guards a hot reader over HTTP."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

TOKEN_HEADER = "X-Inter-Cloud-Token"  # noqa: S105 - the header's name, not a token


def accepted_tokens(text: str) -> tuple[str, ...]:
    """The accepted tokens, newest first, from their comma-separated form.

    Raises ValueError if there is none: a reader without a token would be open to everyone.
    """
    tokens = tuple(token for part in text.split(",") if (token := part.strip()))
    if not tokens:
        raise ValueError("INTER_CLOUD_TOKEN holds no token")
    return tokens


def is_accepted(presented: str | None, accepted: Sequence[str]) -> bool:
    """Whether the header's value is an accepted token.

    Proxies join a repeated header with commas: the first value counts. The comparison takes the
    same time wherever two tokens of one length differ, and every accepted token is compared.
    """
    first = (presented or "").split(",", 1)[0].strip().encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(first, token.encode()) for token in accepted]
    return any(matches)
