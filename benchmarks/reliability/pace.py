"""How long the same runs take: seconds in `make test`, minutes in `make reliability`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """`time_scale` shortens the connector's own times; `clients` ask for `load_seconds` after a warm-up.

    `growth` is the part of its memory after the warm-up that a process may take more at the end.
    """

    time_scale: float
    clients: int
    warm_up_seconds: float
    load_seconds: float
    growth: float


SHORT = Pace(time_scale=0.1, clients=4, warm_up_seconds=0.5, load_seconds=1.5, growth=0.5)
FULL = Pace(time_scale=1, clients=50, warm_up_seconds=15, load_seconds=60, growth=0.1)
