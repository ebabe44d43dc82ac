"""The Terraform stacks: thin classes over the modules in modules/. No resource lives in Python."""

import os
import sys

from crosstwin.packages.places import ROOT

# jsii starts a Node of its own, which would draw a box about its version over the output.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,22,24")

# The modules' bindings, which `cdktf get` writes, are top-level packages in .gen.
_BINDINGS = str(ROOT / ".gen")
if _BINDINGS not in sys.path:
    sys.path.append(_BINDINGS)
