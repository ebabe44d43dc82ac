"""examples/fleet: its file of devices is what its program writes, and its size can be chosen."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from crosstwin.cli.demo_run import devices_to_read
from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment

EXAMPLE = ROOT / "examples/fleet"


def generated(count: int) -> str:
    command = [sys.executable, str(EXAMPLE / "generate.py"), str(count)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_example_is_as_its_first_line_says() -> None:
    twin = deployment.load(EXAMPLE / "twin.yaml")
    assert (EXAMPLE / "fleet.csv").read_text() == generated(400)
    assert (len(twin.device_types), len(twin.places)) == (3, 40)
    assert twin.hot_clouds == ("aws", "azure", "gcp")
    assert twin.warnings == ()


def test_ten_thousand_devices_are_validated_within_a_second_of_cpu(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "twin.yaml", tmp_path)
    (tmp_path / "fleet.csv").write_text(generated(10_000))
    started = time.process_time()
    twin = deployment.load(tmp_path / "twin.yaml")
    spent = time.process_time() - started
    assert len(twin.devices) == 10_002
    assert spent <= 1, f"{spent:.2f} s"


def test_a_demo_of_a_fleet_reads_one_device_of_each_type_and_cloud() -> None:
    fleet = deployment.load(EXAMPLE / "twin.yaml")
    read = devices_to_read(fleet)
    assert [(device.type, fleet.hot_cloud(device)) for device in read] == [
        ("press", "aws"),
        ("vibration", "aws"),
        ("pump", "azure"),
        ("vibration", "gcp"),
    ]
    mixed = deployment.load(ROOT / "examples/mixed/twin.yaml")
    assert devices_to_read(mixed) == mixed.devices
