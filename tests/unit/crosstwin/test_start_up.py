"""What the start of a command may import, and cost. Few commands need a cloud's SDK or CDKTF."""

from __future__ import annotations

import ast
import resource
import subprocess
import sys

import pytest

from crosstwin.cli.app import COMMANDS
from crosstwin.packages.places import ROOT

SLOW = {
    "azure.cosmos",
    "boto3",
    "cdktf",
    "google.cloud.firestore",
    "grafana_foundation_sdk",
    "jsii",
    "plotext",
}
# What a command is for.
NEEDED = {"grafana": {"grafana_foundation_sdk"}}
_PROGRAM = """
import sys
from crosstwin.cli.app import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("MODULES", *sys.modules)
"""


def start(*arguments: str) -> tuple[set[str], float]:
    """The modules that a command has imported at its end, and the seconds of a core that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return set(done.stdout.splitlines()[-1].split()), after.ru_utime - before.ru_utime


def test_the_list_of_commands_imports_none_of_them() -> None:
    modules, seconds = start("--help")
    own = {name for name in modules if name.startswith("crosstwin")}
    assert own == {
        "crosstwin",
        "crosstwin.cli",
        "crosstwin.cli.app",
        "crosstwin.packages",
        "crosstwin.packages.places",
    }
    assert modules.isdisjoint({*SLOW, "requests", "yaml"})
    assert seconds < 1  # 0.2 on a machine that does nothing else


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_starts_without_what_only_some_of_its_runs_need(command: str) -> None:
    modules, seconds = start(command, "--help")
    assert modules & SLOW == NEEDED.get(command, set())
    assert {name for name in COMMANDS if f"crosstwin.cli.{name}" in modules} - {command} <= {"synth"}
    assert seconds < 2  # 0.3 to 0.7


def test_the_file_is_read_without_a_cloud_s_sdk() -> None:
    modules, seconds = start("list")
    assert "crosstwin.twin.deployment" in modules
    assert modules.isdisjoint({*SLOW, "requests"})
    assert seconds < 2


def test_functions_of_the_command_import_only_what_is_slow() -> None:
    """Where an import stands in a function, one run of a command needs it and another does not."""
    deferred = {
        (file.name, node.module if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for file in (ROOT / "crosstwin/cli").glob("*.py")
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert deferred == {
        ("__init__.py", "crosstwin.cli.app"),  # within reach of the handler of Ctrl-C
        ("app.py", "crosstwin.cli.environment"),
        ("app.py", "crosstwin.console"),
        ("app.py", "crosstwin.errors"),
        ("app.py", "importlib.metadata"),
        ("chart.py", "plotext"),
        ("demo.py", "crosstwin.cli.demo_run"),
        ("doctor.py", "crosstwin.doctor.digital_twins"),
        ("doctor.py", "crosstwin.readers.digital_twins"),
        ("doctor.py", "crosstwin.doctor.twinmaker"),
        ("local.py", "crosstwin.page.server"),
        ("plan.py", "crosstwin.stacks.app"),
        ("put.py", "crosstwin.readers.hot_stores.on_aws"),
        ("questions.py", "crosstwin.readers.aws_lambda"),
        ("synth.py", "crosstwin.stacks.app"),
    }
