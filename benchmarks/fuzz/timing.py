"""Whether the time that a wrong token takes to be refused tells where it is wrong."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Accepts = Callable[[str, Sequence[str]], bool]
# As many as the modules' tokens have, and as many different ones: one may lie better in memory than another.
LENGTH = 64
TOKENS = 50


@dataclass(frozen=True, slots=True)
class Timing:
    """Of pairs of refusals, one wrong in its first and one in its last character.

    `first_slower` is the share of pairs in which the one that is wrong in its first character took longer,
    pairs of the same time counting half: 0.5 tells nothing. `error` is what chance moves that by at most, in
    99 of 100 measurements. The medians are in nanoseconds.
    """

    pairs: int
    median_first: int
    median_last: int
    first_slower: float
    error: float


def measure(accepts: Accepts, pairs: int) -> Timing:
    """Of a pair, one is measured after the other, in an order drawn by lot: other load meets both alike."""
    draw = random.Random(1)  # noqa: S311 - not for a secret
    candidates = [_candidates("".join(draw.choices("0123456789abcdef", k=LENGTH))) for _ in range(TOKENS)]
    first_times, last_times = [], []
    slower = 0.0
    for number in range(pairs):
        accepted, wrong_first, wrong_last = candidates[number % TOKENS]
        if draw.random() < 0.5:
            first, last = _time(accepts, wrong_first, accepted), _time(accepts, wrong_last, accepted)
        else:
            last, first = _time(accepts, wrong_last, accepted), _time(accepts, wrong_first, accepted)
        first_times.append(first)
        last_times.append(last)
        slower += 0.5 if first == last else first > last
    middle = pairs // 2
    return Timing(
        pairs,
        sorted(first_times)[middle],
        sorted(last_times)[middle],
        slower / pairs,
        2.58 * math.sqrt(0.25 / pairs),
    )


def naive(presented: str, accepted: Sequence[str]) -> bool:
    """What must not be done, to see that `measure` finds it: stops at the first character that differs."""
    return any(
        len(presented) == len(token)
        and all(one == other for one, other in zip(presented, token, strict=True))
        for token in accepted
    )


def _candidates(token: str) -> tuple[tuple[str, ...], str, str]:
    return (token, "p" * LENGTH), f"x{token[1:]}", f"{token[:-1]}x"


def _time(accepts: Accepts, presented: str, accepted: Sequence[str]) -> int:
    started = time.perf_counter_ns()
    accepts(presented, accepted)
    return time.perf_counter_ns() - started
