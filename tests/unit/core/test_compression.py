"""Which callers get a packed answer, and that it is the same answer."""

from __future__ import annotations

import gzip
import json
import os

import pytest
from hotread.compression import negotiated, prefers_gzip

BODY = json.dumps(
    [{"time": "2026-01-15T10:30:00Z", "value": {"DoubleValue": n / 7}} for n in range(100)]
).encode()


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZip, deflate", True),
        ("deflate, br;q=1.0, gzip;q=0.8", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip ; Q=0.001", True),
        ("x-gzip", True),
        ("*", True),
        ("*;q=0", False),
        ("*;q=0, gzip", True),
        ("*, gzip;q=0", False),
        ("identity", False),
        ("identity, gzip;q=0.5", False),
        ("identity, gzip", True),
        ("identity;q=0.5, gzip", True),
        ("identity;q=0, gzip;q=0.1", True),
        ("gzip;q=2", False),
        ("gzip;q=-1", False),
        ("gzip;q=1e9", False),
        ("gzip;level=9", False),
        ("br", False),
        ("gzipped", False),
        (",,;;=,", False),
    ],
)
def test_gzip_is_taken_as_the_header_says(header: str | None, wanted: bool) -> None:
    assert prefers_gzip(header) is wanted


def test_a_packed_body_unpacks_to_the_same_bytes_and_says_what_it_is() -> None:
    body, headers = negotiated(BODY, "gzip")
    assert headers == {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    assert gzip.decompress(body) == BODY
    assert len(body) < len(BODY) / 4
    assert negotiated(BODY, "gzip")[0] == body  # the same bytes each time


def test_an_answer_without_gzip_still_varies_by_accept_encoding() -> None:
    assert negotiated(BODY, "identity") == (BODY, {"Vary": "Accept-Encoding"})


def test_up_to_a_kilobyte_goes_as_it_is() -> None:
    assert negotiated(b"x" * 1024, "gzip") == (b"x" * 1024, {})
    assert negotiated(b"x" * 1025, "gzip")[1]["Content-Encoding"] == "gzip"


def test_what_packing_would_make_too_long_for_lambda_goes_as_it_is() -> None:
    noise = os.urandom(5000)
    assert negotiated(noise, "gzip") == (noise, {"Vary": "Accept-Encoding"})
