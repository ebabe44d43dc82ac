"""The time of a refusal does not tell how much of a token was right."""

from __future__ import annotations

import hmac
from collections.abc import Callable

import pytest
from crosstwin_contract.token import is_accepted
from hypothesis import settings

from benchmarks.fuzz.timing import Timing, measure, naive


def test_every_accepted_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(presented: bytes, accepted: bytes) -> bool:
        compared.append((presented, accepted))
        return hmac_compare(presented, accepted)

    hmac_compare = hmac.compare_digest
    monkeypatch.setattr("crosstwin_contract.token.hmac.compare_digest", compare)
    assert is_accepted("new", ("new", "old"))
    assert not is_accepted("neW", ("new", "old"))
    assert compared == [(b"new", b"new"), (b"new", b"old"), (b"neW", b"new"), (b"neW", b"old")]


def test_a_wrong_first_character_takes_as_long_as_a_wrong_last_one(
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    pairs = 200 * settings().max_examples
    found, control = measure(is_accepted, pairs), measure(naive, pairs // 10)
    for name, timing in {"is_accepted": found, "naive": control}.items():
        record_testsuite_property(f"timing.{name}", _told(timing))
    assert control.first_slower < 0.1, "the measurement would not find what it looks for"
    assert abs(found.first_slower - 0.5) < 0.05


def _told(timing: Timing) -> str:
    return (
        f"{timing.pairs} {timing.median_first} {timing.median_last} "
        f"{timing.first_slower:.4f} {timing.error:.4f}"
    )
