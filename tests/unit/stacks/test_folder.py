"""The generated folder stands alone: it can be copied anywhere and run with plain `terraform`."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crosstwin.clouds import aws_emulator
from crosstwin.packages.places import ROOT
from tests.unit.stacks.test_l4_aws import THREE_CLOUDS
from tests.unit.stacks.test_providers import EMULATOR
from tests.unit.stacks.twin import Twin, synthesize, twin_yaml

Synthesized = Callable[[str], Twin]

STACKS = ["l3-aws", "l3-azure", "l3-gcp", "l4-aws"]
PACKAGES = {"l3-aws": 2, "l3-azure": 1, "l3-gcp": 1, "l4-aws": 4}


@pytest.mark.parametrize("stack", STACKS)
def test_modules_and_packages_are_inside(stack: str, synthesized: Synthesized) -> None:
    twin = synthesized(THREE_CLOUDS)
    folder = twin.folder(stack)
    packages = 0
    for module in twin.modules(stack).values():
        assert module["source"].startswith("./modules/")
        assert (folder / module["source"] / "main.tf").is_file()
        for name, value in module.items():
            if name.endswith("_package"):
                packages += 1
                assert (folder / value).is_file()
                assert not Path(value).is_absolute()
    assert packages == PACKAGES[stack]


@pytest.mark.parametrize("stack", STACKS)
def test_only_the_modules_in_use_without_their_tests(stack: str, synthesized: Synthesized) -> None:
    twin = synthesized(THREE_CLOUDS)
    copied = {file.relative_to(twin.folder(stack)).parts for file in twin.folder(stack).rglob("modules/**/*")}

    used = {module["source"].removeprefix("./modules/") for module in twin.modules(stack).values()}
    assert {parts[1] for parts in copied} == used
    assert not [parts for parts in copied if "tests" in parts or any(part.startswith(".") for part in parts)]


def test_no_absolute_path_and_no_stack_trace_in_any_file(synthesized: Synthesized) -> None:
    twin = synthesized(THREE_CLOUDS)

    files = [*twin.outdir.rglob("*.json"), *twin.outdir.rglob("*.tf")]
    assert len(files) > 5
    for file in files:
        text = file.read_text()
        for folder in {str(ROOT), str(Path.home()), str(twin.outdir.parent), str(Path.cwd())} - {"/"}:
            assert folder not in text, file
        assert "stackTrace" not in text, file
        assert file.suffix != ".json" or not re.search(r'"/[a-z]+/', text), file


def test_no_secret_in_the_json(synthesized: Synthesized) -> None:
    """The token is made by Terraform and only referred to."""
    twin = synthesized(THREE_CLOUDS)

    for stack in STACKS:
        text = (twin.folder(stack) / "cdk.tf.json").read_text()
        for value in re.findall(r'"[^"]*(?:token|secret|password|key)[^"]*": "([^"]*)"', text):
            assert value.startswith("${") or value == "inter_cloud_token", value


def run_program(
    folder: Path, program: Path, outdir: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("CDKTF_", "CROSSTWIN_"))
    }
    return subprocess.run(
        [sys.executable, str(program)],
        cwd=folder,
        env={**inherited, "CDKTF_OUTDIR": outdir, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def tree(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_two_checkouts_give_the_same_bytes(tmp_path: Path) -> None:
    """`python main.py`, without the CLI: here, and in a copy of the project that has other leftovers."""
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(ROOT / "main.py", copy)
    leftovers = shutil.ignore_patterns("__pycache__", ".terraform*")
    for part in ("crosstwin", "functions", "modules", ".gen"):
        shutil.copytree(ROOT / part, copy / part, ignore=leftovers)
    (copy / "modules/aws-hot-reader/.terraform").mkdir()
    (copy / "modules/aws-hot-reader/.terraform/provider").write_text("left over")
    (copy / "modules/aws-hot-reader/tests").mkdir(exist_ok=True)
    (copy / "modules/aws-hot-reader/tests/another.tftest.hcl").write_text("# left over")
    for file in (copy / "modules").rglob("*.tf"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    shutil.copy(ROOT / "twin.yaml", copy)
    shutil.copy(ROOT / "twin.yaml", tmp_path)

    here = run_program(tmp_path, ROOT / "main.py", "here/cdktf.out")
    there = run_program(copy, copy / "main.py", str(tmp_path / "there"))

    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert here.stderr == there.stderr == "", "cdktf would mark each line [ERROR]"
    assert "l3-aws has no state yet" in here.stdout
    first, second = tmp_path / "here/cdktf.out", tmp_path / "there"
    assert tree(first) == tree(second)
    assert "stacks/l3-aws/modules/aws-hot-reader/main.tf" in tree(first)
    _, different, unreadable = filecmp.cmpfiles(first, second, tree(first), shallow=False)
    assert (different, unreadable) == ([], [])


def test_a_synthesis_replaces_the_modules_and_the_emulator_of_the_one_before(tmp_path: Path) -> None:
    twin = synthesize(twin_yaml("aws", more=EMULATOR), tmp_path / "cdktf.out")
    stale = twin.folder("l3-aws") / "modules/aws-hot-reader/removed.tf"
    stale.write_text("# no longer part of the module")
    address = twin.folder("l3-aws") / aws_emulator.CONFIG
    assert address.exists()

    synthesize(twin_yaml("aws"), tmp_path / "cdktf.out")

    assert not stale.exists()
    assert not address.exists(), "a stack for AWS itself has no emulator's address beside it"


def test_a_fault_in_the_file_ends_the_program_with_its_place_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(THREE_CLOUDS.replace("hot_provider: gcp", "hot_provider: gpc"))

    done = run_program(tmp_path, ROOT / "main.py", "cdktf.out", CROSSTWIN_FILE="other.yaml")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        'crosstwin: error: other.yaml:6: devices[1].hot_provider: "gpc" is not a provider (aws, azure, gcp); '
        "did you mean gcp?\n"
    )
    assert not (tmp_path / "cdktf.out").exists()


def test_cdktf_starts_no_terraform_that_would_leave_the_emulator(tmp_path: Path) -> None:
    """cdktf hands the shell's variables on, and Terraform prefers them: the program ends before."""
    (tmp_path / "twin.yaml").write_text(twin_yaml("aws", more=EMULATOR))
    elsewhere = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:4566"}

    done = run_program(tmp_path, ROOT / "main.py", "cdktf.out", **elsewhere)

    assert done.returncode == 1
    assert done.stderr == (
        "crosstwin: error: Terraform prefers your shell's AWS_ENDPOINT_URL to aws.endpoint_url "
        "(http://127.0.0.1:4566/): run `unset AWS_ENDPOINT_URL`\n"
    )
    assert not (tmp_path / "cdktf.out").exists()
