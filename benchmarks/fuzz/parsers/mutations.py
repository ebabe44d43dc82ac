"""Inputs that are nearly those of others, without a fuzzer: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_PIECES = [
    *(
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"\\ud800",
        b"\\u0000",
        b'"',
        b"\\",
        b"'",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b":",
    ),
    *(
        b"null",
        b"true",
        b"[]",
        b"{}",
        b'""',
        b"0",
        b"-1",
        b"1e400",
        b"1e-400",
        b"NaN",
        b"1" * 400,
        b"-0.0",
        b"1.5",
    ),
    *(b"Z", b"+00:00", b".5", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00+23:59", b"{device}", b"{YYYY}"),
    *(
        "\u00e9".encode(),
        "\u0665".encode(),
        "\U0001f321".encode(),
        "\u2028".encode(),
        b"%00",
        b"..",
        b"/",
        b"~",
    ),
]


def mutations(seeds: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """`count` inputs, each a seed with up to six changes."""
    draw = random.Random(seed)  # noqa: S311 - not for a secret
    for _ in range(count):
        data = draw.choice(seeds)
        for _ in range(draw.randint(1, 6)):
            data = _changed(data, seeds, draw)
        yield data


def _changed(data: bytes, seeds: Sequence[bytes], draw: random.Random) -> bytes:
    start = draw.randint(0, len(data))
    end = min(len(data), start + draw.choice((0, 1, 1, 4, 16)))
    piece = draw.choice(_PIECES)
    if draw.random() < 0.2:
        other = draw.choice(seeds)
        first = draw.randint(0, len(other))
        piece = other[first : first + draw.randint(1, 60)]
    return data[:start] + piece + data[end:]
