"""The folder of a demo: private, empty at the start, and of one demo at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosstwin.errors import Failure
from crosstwin.packages.places import INSTALLED, ROOT, built

FOLDER = built() / "demo" if INSTALLED else ROOT / ".demo"
# Marks a folder that a demo may empty. It holds the process id of the demo that runs there.
LOCK = ".crosstwin-demo"


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """The folder without what an earlier demo left, until the block ends. Only its owner can read it.

    Raises Failure where another demo runs there, and for a folder with files that no demo wrote.
    """
    lock = folder / LOCK
    if folder != FOLDER and folder.exists() and not lock.exists() and any(folder.iterdir()):
        raise Failure(f"{folder} has files that no demo wrote; name an empty folder with --folder")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with lock.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise Failure(
                f"a demo runs in {folder} (process {held.read().strip()}); end it with Ctrl-C, or start "
                "another beside it with --folder"
            ) from None
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path != lock:
                path.unlink()
        held.truncate(0)
        held.write(f"{os.getpid()}\n")
        held.flush()
        yield
