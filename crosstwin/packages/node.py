"""Node.js, on which jsii runs CDKTF."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

OLDEST = 20
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Node:
    """`path` and `version` are "" if there is no Node.js; `missing` is "" if it is new enough."""

    path: str = ""
    version: str = ""
    missing: str = ""


def find_node() -> Node:
    """The Node.js that jsii starts: the one that $JSII_NODE names, else `node` on the PATH."""
    name = os.environ.get("JSII_NODE") or "node"
    path = shutil.which(name)
    if path is None:
        return Node(missing=f"{name} is not on the PATH")
    version = _version(path)
    major = version.partition(".")[0]
    too_old = not major.isdecimal() or int(major) < OLDEST
    return Node(path, version, f"{OLDEST} or newer is needed" if too_old else "")


def why_no_node() -> str:
    """What to do before CDKTF can run; "" if nothing."""
    node = find_node()
    if not node.missing:
        return ""
    found = f"found {node.version or 'no version'} in {node.path}" if node.path else node.missing
    return f"Node.js {OLDEST} or newer is needed ({found}): install it, or name one in the variable JSII_NODE"


def _version(node: str) -> str:
    """ "" if it does not run."""
    try:
        command = [node, "--version"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().removeprefix("v") if done.returncode == 0 else ""
