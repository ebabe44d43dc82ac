"""`make release`: its notes and its guard; what it builds is tested nightly."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile

import pytest

from crosstwin.packages.functions import PACKAGES
from scripts import release


def test_notes_are_the_section_of_the_version() -> None:
    text = release.notes("0.1.0")
    assert text
    assert not re.search("^## ", text, re.MULTILINE)
    assert (release.ROOT / "CHANGELOG.md").read_text(encoding="utf-8").endswith(text)


def test_version_of_the_project_has_notes() -> None:
    assert release.notes(release.version())


def test_a_version_without_notes_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"CHANGELOG\.md has no section 9\.9\.9"):
        release.notes("9.9.9")


def test_a_tag_of_another_version_is_refused() -> None:
    command = [sys.executable, "scripts/release.py", "--tag", "v9.9.9"]
    done = subprocess.run(command, cwd=release.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"error: the tag is v9.9.9, and pyproject.toml has the version {release.version()}"
    )


def test_whatever_runs_beside_the_files_of_a_release_is_locked_with_hashes() -> None:
    """The workflow attests the files' checksums, which are made after the bills of materials."""
    source = (release.ROOT / "scripts/release.py").read_text(encoding="utf-8")
    assert source.count('"install"') == source.count('"--require-hashes"') == 1
    lock = release.CYCLONEDX.read_text(encoding="utf-8").replace("\\\n", "")
    requirements = [line for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
    assert any(line.startswith("cyclonedx-bom==") for line in requirements)
    assert all(re.match(r"\S+==\S+ +--hash=sha256:", line) for line in requirements)


@pytest.mark.nightly
def test_release_has_packages_zips_bills_of_materials_and_their_checksums() -> None:
    subprocess.run([sys.executable, "scripts/release.py"], cwd=release.ROOT, check=True)
    dist, name = release.ROOT / "dist", f"crosstwin-{release.version()}"
    lines = (dist / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert dict(line.split("  ")[::-1] for line in lines) == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in dist.iterdir()
        if file.name != "SHA256SUMS"
    }
    zips = {f"{name}-{package.replace('/', '-')}.zip" for package in PACKAGES}
    bills = {f"{name}-{of}.cdx.json" for of in release.LOCKS}
    assert {file.name for file in dist.iterdir()} == {
        "SHA256SUMS",
        f"{name}-py3-none-any.whl",
        f"{name}.tar.gz",
        *zips,
        *bills,
    }
    with (
        tarfile.open(dist / f"{name}.tar.gz") as source,
        zipfile.ZipFile(dist / f"{name}-py3-none-any.whl") as wheel,
    ):
        assert f"{name}/modules/aws-hot-reader/main.tf" in source.getnames()
        assert "crosstwin/project/modules/aws-hot-reader/main.tf" in wheel.namelist()
