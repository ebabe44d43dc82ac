"""The Terraform stacks: thin classes over the modules in modules/. No resource lives in Python."""

import sys
from pathlib import Path

# The modules' bindings, which `cdktf get` writes, are top-level packages in .gen.
_BINDINGS = str(Path(__file__).resolve().parents[2] / ".gen")
if _BINDINGS not in sys.path:
    sys.path.append(_BINDINGS)
