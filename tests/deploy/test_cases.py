"""docs/cases.md names tests that people look for. Each is there, by that name."""

from __future__ import annotations

import re
import subprocess
import sys

from crosstwin.packages.places import ROOT


def test_each_named_case_is_a_test() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/cases.md").read_text()))
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-n", "0"]
    collected = subprocess.run([*command, "tests"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert collected.returncode == 0, collected.stdout[-2000:] + collected.stderr[-2000:]
    # tests/unit/core/test_query.py::test_name[parameters]
    tests = set(re.findall(r"::(test_\w+)", collected.stdout))
    # A case may also be one of a test's parameters, by that name.
    tests |= set(re.findall(r"[\[-](test_\w+)(?=[\]-])", collected.stdout))
    assert len(named) > 100
    assert named <= tests, f"no test is called {', '.join(sorted(named - tests))}"
