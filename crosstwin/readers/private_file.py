"""Files with secrets, which only their owner may read."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crosstwin.errors import Failure


def write_private(path: Path, text: str) -> None:
    """The file appears whole or not at all, readable by its owner only, whatever its mode was before.

    Raises Failure if it cannot be written.
    """
    try:
        # Through a link to the file that it names: a rename would put a file in the link's place.
        _replace(path.resolve(), text)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from error


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """For a file that is read, changed and written: others that do the same wait until the block ends.

    The lock is on the file's folder, so that it leaves no file behind. Raises Failure without that folder.
    """
    try:
        folder = os.open(path.resolve().parent, os.O_RDONLY)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _replace(path: Path, text: str) -> None:
    # mkstemp's files have mode 0600 from the start: there is no moment at which others can read the secrets.
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
