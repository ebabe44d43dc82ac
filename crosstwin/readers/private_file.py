"""Files with secrets, which only their owner may read."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
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
