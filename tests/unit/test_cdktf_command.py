"""What is told when cdktf fails: the first error, in plain text, and not just the last lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosstwin.errors import Failure
from crosstwin.packages.places import node_command
from crosstwin.terraform.finding import find_terraform
from tests.cdktf import cdktf

TERRAFORM = find_terraform()


@pytest.mark.skipif(TERRAFORM is None, reason="no Terraform CLI on the PATH")
@pytest.mark.skipif(node_command("cdktf") is None, reason="cdktf is not installed")
def test_the_first_error_of_this_run_is_reported(tmp_path: Path) -> None:
    twin, log = tmp_path / "twin.yaml", tmp_path / "cdktf.log"
    twin.write_text("")
    log.write_text("Error: of an earlier run\n")
    with pytest.raises(Failure) as raised:
        cdktf(["synth"], twin_file=twin, folder=tmp_path, log=log)
    first, error, *rest = str(raised.value).splitlines()
    assert first == f"cdktf synth ended with exit code 1 ({log}):"
    assert error == "Error:         non-zero exit code 1"
    assert f"    crosstwin: error: {twin}: the file is empty" in rest
    assert "\x1b" not in str(raised.value)
