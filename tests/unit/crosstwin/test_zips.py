"""The zips of functions, as others read them."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from crosstwin.packages.zips import packed

ENTRIES = {
    "a/empty.txt": b"",
    "a/text.py": b"x = 1\n" * 10_000,
    "b/noise.bin": hashlib.shake_128(b"noise").digest(100_000),
    "é/ü.txt": b"unicode",
}


def test_python_reads_every_entry_back() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(ENTRIES))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == ENTRIES
        sizes = {info.filename: info.compress_size for info in archive.infolist()}
    assert sizes["a/text.py"] < 1000
    assert sizes["b/noise.bin"] == 100_000  # what packing makes longer is stored


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not on the PATH")
def test_unzip_finds_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(packed(ENTRIES))
    subprocess.run(["unzip", "-tq", file], check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})


def test_the_bytes_are_those_of_every_machine() -> None:
    """Known bytes: another libdeflate, or anything of the machine in the zip, would give others."""
    assert (
        hashlib.sha256(packed(ENTRIES)).hexdigest()
        == "60720afd763900d552409788b3cd4d71f45166dd3c687b1218163194c88526e1"
    )
