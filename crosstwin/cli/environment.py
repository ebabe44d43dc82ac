"""Errors of the machine that a command runs on, with what to do."""

from __future__ import annotations

import errno
import re

# What Node reports through jsii: `EACCES: permission denied, mkdir '/x'`.
_OF_NODE = re.compile(r"\b(E[A-Z]{3,}): [^,\n]*, [a-z]+(?: '([^']+)')?")
_WHAT_TO_DO = {
    errno.ENOSPC: "the disk is full: free some space, or write to another disk",
    errno.EDQUOT: "the disk quota is used up: free some space, or write to another disk",
    errno.EACCES: "permission denied: change its permissions, or name another",
    errno.EPERM: "permission denied: change its permissions, or name another",
    errno.EROFS: "the file system is read-only: name another folder",
    errno.EEXIST: "exists and is not a folder: name another",
    errno.ENOTDIR: "is not a folder: name another",
    errno.EISDIR: "is a folder: name a file",
    errno.ENOENT: "does not exist, or cannot be created",
    errno.EMFILE: "too many open files: raise the limit (ulimit -n)",
}


# Where the packages of the extra `local` are imported from.
_OF_EXTRA = ("azure", "functions_framework", "google", "ministack", "werkzeug")


def what_to_do(error: Exception) -> str:
    """One line for an error of a file or disk, from Python or from Node by jsii, or for a missing package.

    "" for any other error.
    """
    if isinstance(error, ModuleNotFoundError):
        name = error.name or ""
        is_of_extra = name.partition(".")[0] in _OF_EXTRA
        return f"{name} is not installed: pip install 'crosstwin[local]'" if is_of_extra else ""
    if isinstance(error, OSError):
        # Of a copy, Python names the source first.
        number, file = error.errno, error.filename2 or error.filename
        if file is None and number not in (errno.ENOSPC, errno.EDQUOT, errno.EMFILE):
            return ""  # of a connection
    elif found := _OF_NODE.search(str(error)):
        number, file = getattr(errno, found[1], None), found[2]
    else:
        return ""
    advice = _WHAT_TO_DO.get(number or 0, "")
    if isinstance(file, bytes):
        file = file.decode(errors="replace")
    return f"{file}: {advice}" if advice and file else advice
