"""Writes the fleet.csv of a fleet of any size: python examples/fleet/generate.py 400 > fleet.csv"""

from __future__ import annotations

import csv
import sys
from typing import TextIO

HALLS = [f"hall-{number:02}" for number in range(1, 14)]
LINES = [f"line-{number:02}-{side}" for number in range(1, 14) for side in "ab"]
CLOUDS = ("aws", "azure", "gcp")


def write_fleet(count: int, out: TextIO) -> None:
    """Presses, and pumps with a vibration sensor as a second component, in turn over lines and clouds."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["id", "type", "parent", "hot_provider", "name", "component_of", "component"])
    for number in range(count):
        line, cloud = LINES[number % len(LINES)], CLOUDS[number % len(CLOUDS)]
        owner = f"pump-{number - 1:05}"
        if number % 3 == 0:
            rows.writerow([f"press-{number:05}", "press", line, cloud, f"Press {number}", "", ""])
        elif number % 3 == 1:
            rows.writerow([f"pump-{number:05}", "pump", line, cloud, f"Pump {number}", "", ""])
        else:
            rows.writerow([f"{owner}-vibration", "vibration", "", cloud, "", owner, "vibration"])


if __name__ == "__main__":
    write_fleet(int(sys.argv[1]) if len(sys.argv) > 1 else 400, sys.stdout)
