"""Strategies of what is nearly sound: a value of JSON with some parts replaced, as a value or as bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from benchmarks.fuzz.hostile import ANYTHING, encoded

# Parts that a check may take for what it expects.
_LOOKALIKES: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(
            None,
            True,
            0,
            -1,
            2**31,
            2**63,
            10**30,
            1.5,
            1e308,
            "",
            " ",
            "0",
            "null",
            "NaN",
            "\x00",
            "é",
            [],
            {},
        ),
        *([[]], [None], {"": 1}, {"DoubleValue": "1"}, {"IntegerValue": True}, {"MapValue": {"": {}}}),
        *("2026-01-15T10:30:00Z", "2026-01-15T10:30:00", "2026-13-15T10:30:00Z", "9999-12-31T23:59:59Z"),
        *({"doubleValue": 1.5}, {"ListValue": [{"LongValue": 1}]}, "x" * 2000, "\ud800", "pump-7", "pump-8"),
    ]
)
PARTS = _LOOKALIKES | _LOOKALIKES | ANYTHING


@st.composite
def damaged(draw: st.DrawFn, sound: Any, most: int = 2) -> Any:
    """The value with up to `most` parts replaced, left out or there twice."""
    value = json.loads(json.dumps(sound))
    for _ in range(draw(st.integers(0, most))):
        value = _replaced(draw, value, draw(st.integers(0, 12)))
    return value


@st.composite
def damaged_bytes(draw: st.DrawFn, sound: Any) -> bytes:
    """The same as JSON, which may be cut, in another encoding, or no JSON at all."""
    body = encoded(draw(damaged(sound)))
    return draw(
        st.sampled_from(
            [body] * 6 + [body[: len(body) // 2], body + body, b"\xef\xbb\xbf" + body, b"<p>" + body]
        )
        | st.binary(max_size=20)
        | st.just(body.decode("utf-8", "replace").encode("utf-16"))
    )


def _replaced(draw: st.DrawFn, value: Any, depth: int) -> Any:
    """The value with a part replaced that is at most so deep within it."""
    children: Sequence[Any] = (
        list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    if not depth or not children:
        return draw(PARTS)
    at = draw(st.sampled_from(children))
    changed = dict(value) if isinstance(value, dict) else list(value)
    action = draw(st.integers(0, 12))
    if action == 0:
        del changed[at]
    elif action == 1 and isinstance(changed, list):
        changed.insert(at, changed[at])
    elif action == 1:
        changed[draw(st.sampled_from(["", "error", "nextToken", "\x00"]))] = changed[at]
    else:
        changed[at] = _replaced(draw, changed[at], depth - 1)
    return changed
