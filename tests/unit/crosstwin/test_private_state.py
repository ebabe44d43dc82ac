"""Local states hold tokens: only their owner reads them."""

from __future__ import annotations

from pathlib import Path

from crosstwin.stacks.app import keep_states_private
from crosstwin.twin import deployment
from tests.unit.stacks.twin import FLEET_TWIN


def _mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_the_folder_of_local_states_is_private_before_terraform_writes_there(tmp_path: Path) -> None:
    twin = deployment.parse(FLEET_TWIN)
    keep_states_private(tmp_path, twin)
    assert _mode(tmp_path / "state" / twin.digital_twin_name) == "0o700"


def test_states_of_an_earlier_version_become_private(tmp_path: Path) -> None:
    twin = deployment.parse(FLEET_TWIN)
    folder = tmp_path / "state" / twin.digital_twin_name
    folder.mkdir(parents=True)
    names = ("l3-aws.tfstate", "l3-aws.tfstate.backup")
    for name in names:
        (folder / name).write_text("{}", encoding="utf-8")
        (folder / name).chmod(0o644)
    keep_states_private(tmp_path, twin)
    assert [_mode(folder / name) for name in names] == ["0o600", "0o600"]
    assert _mode(folder) == "0o700"
