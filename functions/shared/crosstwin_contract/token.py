"""The shared token that guards a hot reader over HTTP."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

TOKEN_HEADER = "X-Inter-Cloud-Token"  # noqa: S105 - the header's name, not a token
# The only spaces that HTTP allows around a header's value. `str.strip()` also removes NBSP and NEL, which
# would accept a token that was not sent as it is.
_HTTP_SPACES = " \t"
# What Azure Functions leaves as a variable's value while the app's identity may not read the secret. It can
# be guessed from the names of resources, so it must not become a token.
_UNRESOLVED = "@Microsoft.KeyVault("


def accepted_tokens(text: str, variable: str = "INTER_CLOUD_TOKEN") -> tuple[str, ...]:
    """The accepted tokens, newest first, from their comma-separated form.

    Raises ValueError naming the variable if there is no token: a reader without one would be open to all.
    """
    if text.startswith(_UNRESOLVED):
        raise ValueError(f"{variable} is a Key Vault reference that could not be resolved")
    tokens = tuple(token for part in text.split(",") if (token := part.strip()))
    if not tokens:
        raise ValueError(f"{variable} contains no token")
    return tokens


def is_accepted(presented: str | None, accepted: Sequence[str]) -> bool:
    """Whether the header's value is an accepted token.

    Proxies join a repeated header with commas: the first value counts. The comparison takes the
    same time wherever two tokens of one length differ, and every accepted token is compared.
    """
    first = _bytes((presented or "").split(",", 1)[0].strip(_HTTP_SPACES))
    matches = [hmac.compare_digest(first, _bytes(token)) for token in accepted]
    return any(matches)


def _bytes(token: str) -> bytes:
    """Also of a header, or an environment variable, that was not UTF-8."""
    return token.encode("utf-8", "surrogatepass")
