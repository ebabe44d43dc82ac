"""Builds what a release publishes, into dist/: `make release`.

The wheel and the source distribution, the functions' zips, the bill of materials of what each contains,
SHA256SUMS of all, and the notes of the version from CHANGELOG.md.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from crosstwin.packages.functions import PACKAGES, build

ROOT = Path(__file__).resolve().parents[1]
# Locked with hashes: what it installs runs beside the files before their checksums are attested.
CYCLONEDX = ROOT / "scripts/cyclonedx.lock"
# The bill of materials of the program, and of each function that has requirements.
LOCKS = {"crosstwin": "requirements.lock"} | {
    f"{file.parent.parent.name}-{file.parent.name}": str(file.relative_to(ROOT))
    for file in sorted(ROOT.glob("functions/*/*/requirements.txt"))
}


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def notes(of: str) -> str:
    """The section of a version in CHANGELOG.md. Raises SystemExit where it is missing."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {re.escape(of)}\b.*?\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    if section is None or not section[1].strip():
        sys.exit(f"error: CHANGELOG.md has no section {of}")
    return section[1].strip() + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tag", help="the tag that is released; it must be v<version of pyproject.toml>")
    options = parser.parse_args()
    if options.tag and options.tag != f"v{version()}":
        sys.exit(f"error: the tag is {options.tag}, and pyproject.toml has the version {version()}")
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    text = notes(version())
    _python_packages(dist)
    for name in PACKAGES:
        shutil.copy(build(name), dist / f"crosstwin-{version()}-{name.replace('/', '-')}.zip")
    _bills_of_materials(dist)
    files = sorted(dist.iterdir())
    sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    (dist / "SHA256SUMS").write_text(sums, encoding="utf-8")
    (ROOT / ".build").mkdir(exist_ok=True)
    (ROOT / ".build/notes.md").write_text(text, encoding="utf-8")
    sys.stdout.write(sums)


def _python_packages(dist: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist), str(ROOT)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _bills_of_materials(dist: Path) -> None:
    folder = ROOT / f".build/cyclonedx-{hashlib.sha256(CYCLONEDX.read_bytes()).hexdigest()[:16]}"
    program = folder / "bin/cyclonedx-py"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin/pip"), "install", "--quiet", "--disable-pip-version-check"]
        locked = [
            "--require-hashes",
            "--only-binary=:all:",
            "--no-deps",
            "--requirement",
            str(CYCLONEDX),
        ]
        subprocess.run([*pip, *locked], check=True)
    for name, lock in LOCKS.items():
        target = dist / f"crosstwin-{version()}-{name}.cdx.json"
        command = [
            str(program),
            "requirements",
            lock,
            "--output-reproducible",
            "--of",
            "JSON",
            "-o",
            str(target),
        ]
        subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
