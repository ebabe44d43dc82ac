"""What a command says about the machine that it runs on."""

from __future__ import annotations

import errno
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from crosstwin.cli import main
from crosstwin.cli.demo_run import _print_how_to_ask
from crosstwin.cli.environment import what_to_do
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import load
from crosstwin.twin.fields import CLOUDS

TWIN = ROOT / "examples" / "mixed" / "twin.yaml"
Command = Callable[..., str]


@pytest.fixture
def error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The error of a command that fails, without the name of the program."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 1
        err = capsys.readouterr().err
        assert err.count("\n") == 1
        return err.removeprefix("crosstwin: error: ").strip()

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CROSSTWIN_DEBUG", raising=False)
    monkeypatch.setenv("CROSSTWIN_FILE", str(TWIN))
    return run


@pytest.mark.parametrize("command", ["synth", "plan"])
def test_without_node_a_command_says_what_to_install(
    error: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    terraform = tmp_path / "terraform"
    terraform.write_text("#!/bin/sh\n")
    terraform.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(tmp_path))
    needed = "Node.js 20 or newer is needed"
    hint = "install it, or name one in the variable JSII_NODE"
    assert error(command) == f"{needed} (node is not on the PATH): {hint}"
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v18.20.0\n")
    node.chmod(stat.S_IRWXU)
    assert error(command) == f"{needed} (found 18.20.0 in {node}): {hint}"


def test_a_folder_that_cannot_be_written_is_named(error: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert error("synth", "--output", "file") == f"{tmp_path}/file: exists and is not a folder: name another"
    assert error("synth", "--output", "file/x") == f"{tmp_path}/file/x: is not a folder: name another"
    assert error("init", "file/x", "--name", "factory") == "file/x: is not a folder: name another"


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("google.api_core", "inspect gcp --project p --collection c"),
        ("azure.core", "inspect azure --account a --database d --container c"),
        ("werkzeug", "demo"),
    ],
)
def test_a_package_of_the_extra_that_is_missing_is_named_with_the_command_that_installs_it(
    module: str, command: str
) -> None:
    """As after `pip install crosstwin` without the extra `local`."""
    hidden = (
        "import sys\n"
        "class Hidden:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if (name + '.').startswith('{module}.'):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Hidden())\n"
        "from crosstwin.cli import main\n"
        f"main({command.split()})\n"
    )
    done = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(
        rf"crosstwin: error: {re.escape(module)}\S* is not installed: pip install 'crosstwin\[local\]'\n",
        done.stderr,
    )


def test_each_error_of_a_disk_says_what_to_do() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert what_to_do(full) == "the disk is full: free some space, or write to another disk"
    copied = OSError(errno.ENOSPC, "No space left on device", "from", None, "to")
    assert what_to_do(copied).startswith("to: the disk is full")
    assert what_to_do(OSError(errno.EROFS, "", "/x")).startswith("/x: the file system is read-only")
    # As jsii passes on what Node says.
    by_node = RuntimeError("Error: EACCES: permission denied, mkdir '/x/stacks'")
    assert what_to_do(by_node).startswith("/x/stacks: permission denied")
    assert what_to_do(RuntimeError("ENOSPC: no space left on device, write")).startswith("the disk is full")
    assert not what_to_do(ConnectionRefusedError(errno.ECONNREFUSED, "refused"))
    assert not what_to_do(ValueError("EASY: no, error"))


def test_an_interrupt_while_the_command_starts_prints_no_traceback() -> None:
    program = """
import os, signal, sys
class Finder:
    def find_spec(self, name, *_):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from crosstwin.cli import main
main(["list"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_while_stacks_are_written_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "crosstwin", "synth", "--output", str(tmp_path / "out")]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "CROSSTWIN_FILE": str(TWIN), "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        while not list(temporary.glob("*/**/*.js")) and process.poll() is None:  # jsii starts Node
            time.sleep(0.01)
        os.killpg(process.pid, number)  # as a terminal does, to Node too
        _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Traceback" not in err
    assert not list(temporary.iterdir())


def test_what_is_printed_to_be_copied_is_never_wrapped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.chdir(tmp_path)
    devices = [part for cloud in CLOUDS for part in ("--device", f"pump-7-{cloud}@{cloud}:rpm=integer")]
    for arguments, code in ((("init", "--name", "factory", *devices), 0), (("deploy",), 2)):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == code
        assert "cdktf deploy l3-aws l3-azure l3-gcp l4-aws\n" in capsys.readouterr().out


def test_the_commands_of_a_kept_demo_are_never_wrapped(tmp_path: Path) -> None:
    url = "http://127.0.0.1:54321/2015-03-31/functions/mixed-hot-reader"
    deployment = load(TWIN)
    running = SimpleNamespace(
        deployment=deployment,
        digital_twins=None,
        folder=tmp_path,
        functions=dict.fromkeys(CLOUDS, SimpleNamespace(history="mixed-history-function")),
        readers=dict.fromkeys(CLOUDS, SimpleNamespace(hot_reader_url=url)),
    )
    shown = StringIO()
    _print_how_to_ask(Console(file=shown, width=40, highlight=False, markup=False), running, url)  # type: ignore[arg-type]
    lines = shown.getvalue().splitlines()
    assert f'  curl -H "X-Inter-Cloud-Token: $TOKEN" {url} \\' in lines
    assert "  crosstwin query temperature-sensor-1 --function mixed-history-function" in lines
    assert any(line.startswith("  export CROSSTWIN_FILE=") and "CDKTF_OUTDIR=" in line for line in lines)


OLD = "Terraform or OpenTofu 1.9 or newer is needed to deploy"


@pytest.mark.parametrize(
    ("printed", "warning"),
    [
        ("Terraform v1.8.5", f"{OLD} (found: Terraform v1.8.5)"),
        ("Terraform v0.15.0", f"{OLD} (found: Terraform v0.15.0)"),
        ("", "Without Terraform or OpenTofu 1.9 or newer nothing can be deployed"),
        ("Terraform v1.9.0", ""),
        ("Terraform v1.14.2-dev", ""),
        ("OpenTofu v1.8.9", f"{OLD} (found: OpenTofu v1.8.9)"),
        ("OpenTofu v1.9.0", ""),
        ("OpenTofu v2.0.0", ""),
    ],
)
def test_make_warns_of_an_old_terraform_and_goes_on(tmp_path: Path, printed: str, warning: str) -> None:
    terraform = tmp_path / "terraform"
    terraform.write_text(f"#!/bin/sh\necho '{printed}'\necho 'on linux_amd64'\n")
    terraform.chmod(stat.S_IRWXU)
    done = subprocess.run(
        ["sh", str(ROOT / "scripts" / "prerequisites.sh")],
        env={**os.environ, "PYTHON": sys.executable, "TERRAFORM_BINARY_NAME": str(terraform)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(warning)
    assert bool(done.stderr) == bool(warning)
