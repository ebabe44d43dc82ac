"""Runs on each event of a device; what it returns is stored in the event's place."""

import math
from typing import Any


def process(event: dict[str, Any]) -> dict[str, Any]:
    """Adds the power in watts, from the speed in revolutions a minute and the torque in newton metres."""
    power = event["torque"] * event["rpm"] * 2 * math.pi / 60
    return {**event, "power": round(power, 3)}
