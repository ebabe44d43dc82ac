"""Function sources into zips whose bytes depend on nothing but their contents.

See zips.py: a zip that differs redeploys its function.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from crosstwin.clouds import CLOUDS
from crosstwin.clouds.aws import PROCESSOR
from crosstwin.clouds.package import LINUX_X86_64, Package, Requirements
from crosstwin.packages import uncommented, wheels, zips
from crosstwin.packages.places import ROOT, built

_IGNORED_FOLDERS = {"__pycache__", "tests"}
_IGNORED_SUFFIXES = {".pyc", ".pyo"}


PACKAGES: dict[str, Package] = {
    name: package for cloud in CLOUDS.values() for name, package in cloud.packages.items()
}


def build(name: str, root: Path = ROOT) -> Path:
    """The zip of one of PACKAGES, made unless its contents are those of an earlier one.

    `root` is the project's folder: sources are in its functions/, zips go to packages/ in `places.built`.
    Raises PackageError if a source folder is missing or the dependencies cannot be fetched.
    """
    return _built(name, PACKAGES[name], root)


def build_persister(devices: Mapping[str, Mapping[str, Any]]) -> Path:
    """The zip of the persister, with the types of each device's properties, which it holds events to.

    Raises PackageError as `build` does.
    """
    kinds: dict[str, int] = {}  # devices of one kind share its entry: a fleet has thousands of a kind
    index = {
        device: kinds.setdefault(json.dumps(properties, sort_keys=True), len(kinds))
        for device, properties in devices.items()
    }
    declared = {"kinds": [json.loads(kind) for kind in kinds], "devices": index}
    file = json.dumps(declared, separators=(",", ":"), ensure_ascii=False).encode()
    return _built("aws/persister", PACKAGES["aws/persister"], ROOT, {"properties.json": file})


def build_processor(folder: Path) -> Path:
    """The zip of a twin's own processor: the files of `folder`, with a process.py, beside processor_wrapper.

    A requirements.txt in it, locked with hashes, is vendored for Lambda on x86_64. As for `build`, and
    raises PackageError where a file of the folder would take the place of one of the wrapper's.
    """
    requirements = folder / "requirements.txt"
    package = Package(
        {"aws/processor_wrapper": "", **PROCESSOR, str(folder.resolve()): ""},
        Requirements(str(requirements.resolve()), python="3.12", platforms=LINUX_X86_64)
        if requirements.exists()
        else None,
    )
    return _built("aws/processor_wrapper", package, ROOT)


def _built(name: str, package: Package, root: Path, generated: Mapping[str, bytes] | None = None) -> Path:
    # The folder of the dependencies is named by what locks them, so its files need not be read to know them.
    vendored = wheels.installed(package.vendored, root) if package.vendored else None
    generated_files = (_Source(path, content, is_own=False) for path, content in (generated or {}).items())
    sources = sorted([*_sources(package, root), *generated_files])
    methods = f"{zips.METHOD}, {uncommented.METHOD}"
    key = hashlib.sha256(f"{methods}\0{vendored and vendored.name}\0".encode())
    for path, content, _ in sources:
        key.update(f"{path}\0{len(content)}\0".encode() + content)
    folder, _, base = name.rpartition("/")
    target = built(root) / "packages" / folder / key.hexdigest()[:16] / f"{base}.zip"
    if not target.exists():
        files = _files(vendored, package.vendored_prefix, set()) if vendored else ()
        _write(target, _entries(name, sorted([*map(_packed, sources), *files])))
    return target


def _entries(name: str, files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    entries: dict[str, bytes] = {}
    for path, content in files:
        if path in entries:
            raise wheels.PackageError(f"{name}: two of its sources have a file {path}; rename one")
        entries[path] = content
    return entries


class _Source(NamedTuple):
    """A file by its name in the zip. `is_own`: it is not of a twin's own processor."""

    path: str
    content: bytes
    is_own: bool


def _packed(source: _Source) -> tuple[str, bytes]:
    is_own_module = source.is_own and source.path.endswith(".py")
    return source.path, uncommented.uncommented(source.content) if is_own_module else source.content


def _sources(package: Package, root: Path) -> Iterator[_Source]:
    ignored = {"requirements.in"} if package.vendored is None else {"requirements.in", "requirements.txt"}
    for folder, prefix in package.sources.items():
        for name, content in _files(root / "functions" / folder, prefix, ignored):
            if name not in package.left_out:
                yield _Source(name, content, is_own=not Path(folder).is_absolute())


def _files(folder: Path, prefix: str, ignored: set[str]) -> Iterator[tuple[str, bytes]]:
    if not folder.is_dir():
        raise wheels.PackageError(f"{folder} is missing: it holds the source of a function")
    for file in folder.rglob("*"):
        path = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in path.parts)
        if hidden or not file.is_file() or path.name in ignored or path.suffix in _IGNORED_SUFFIXES:
            continue
        if not _IGNORED_FOLDERS.intersection(path.parts[:-1]):
            yield prefix + path.as_posix(), file.read_bytes()


def _write(target: Path, entries: Mapping[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written beside its place and then moved there: another synthesis may be looking.
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        part = Path(temporary) / target.name
        part.write_bytes(zips.packed(entries))
        part.replace(target)
