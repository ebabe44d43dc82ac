"""A demo's folder is emptied, private, and of one demo at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crosstwin.cli import demo_run
from crosstwin.errors import Failure, TwinFileError
from crosstwin.local.folder import emptied


def test_the_folder_is_emptied_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with emptied(folder):
        (folder / "logs").mkdir()
        (folder / "logs/ministack.log").touch()
        (folder / "twin.yaml").touch()
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "logs/ministack.log").exists()
    with emptied(folder):
        assert not (folder / "logs").exists()
        assert not (folder / "twin.yaml").exists()


def test_a_second_demo_is_refused_with_the_process_of_the_first(tmp_path: Path) -> None:
    with emptied(tmp_path):
        (tmp_path / "state").touch()
        with pytest.raises(Failure, match=rf"a demo runs in .* \(process {os.getpid()}\)"), emptied(tmp_path):
            pass
        assert (tmp_path / "state").exists()
    with emptied(tmp_path):
        pass


def test_files_that_no_demo_wrote_stay(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(Failure, match="has files that no demo wrote"), emptied(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_broken_file_leaves_the_folder_of_the_last_demo(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with emptied(folder):
        (folder / "ministack.log").touch()
    twin = tmp_path / "twin.yaml"
    twin.write_text("digital_twin_name: 1\n", encoding="utf-8")
    with pytest.raises(TwinFileError):
        demo_run.run(twin, keep=False, folder=folder)
    assert (folder / "ministack.log").exists()
