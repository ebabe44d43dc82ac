"""`crosstwin demo --keep` serves the page, and its devices go on sending."""

from __future__ import annotations

import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from crosstwin.cli import demo_run
from crosstwin.local import aws
from crosstwin.packages.places import ROOT
from crosstwin.page.files import why_not


def test_a_demo_that_is_kept_serves_a_page_and_its_devices_go_on_sending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if missing := why_not() or aws.why_not():
        pytest.skip(f"no page of an AWS twin on this machine: {missing}")
    printed = ""
    rows: list[int] = []

    def look_instead_of_waiting(_seconds: float) -> None:
        nonlocal printed
        printed += capsys.readouterr().out
        found = re.search(r"^ +(http://127\.0\.0\.1:\d+/)$", printed, re.MULTILINE)
        assert found, printed
        rows.append(_rows(found[1]))
        if len(rows) == 2:
            raise KeyboardInterrupt

    clock = SimpleNamespace(perf_counter=time.perf_counter, sleep=look_instead_of_waiting)
    monkeypatch.setattr(demo_run, "time", clock)
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "no-terraform-here")  # the same functions, sooner
    demo_run.run(ROOT / "examples/aws-only/twin.yaml", keep=True, folder=tmp_path / "demo")
    assert rows == [demo_run.RECORDS, demo_run.RECORDS + 1]


def _rows(page: str) -> int:
    twin: dict[str, Any] = requests.get(f"{page}api/twin", timeout=10).json()
    device = twin["devices"][0]
    answer = requests.get(f"{page}api/readings?device={device['id']}&start=-2h&points=1000", timeout=30)
    assert answer.status_code == 200, answer.text
    return max(
        len(points) for points in answer.json()["devices"][device["id"]]["history"]["columns"].values()
    )
