"""Crosstwin on the operator's machine: reads twin.yaml, builds the Terraform stacks, asks the readers."""

import sys

from crosstwin.packages.places import ROOT

# Rules that both this package and functions/ follow are written once, in functions/shared.
_SHARED = str(ROOT / "functions/shared")
if _SHARED not in sys.path:
    sys.path.append(_SHARED)
