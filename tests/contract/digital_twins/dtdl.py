"""Microsoft's own DTDL parser, by way of the npm package @digicatapult/dtdl-parser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

from crosstwin.packages.places import ROOT

_PROGRAM = """
import { getInterop } from "@digicatapult/dtdl-parser";
const parser = await getInterop();
let text = "";
for await (const chunk of process.stdin) text += chunk;
const verdicts = JSON.parse(text).map((models) => {
  try { parser.parse(JSON.stringify(models)); return null; }
  catch (error) { return String(error.message).slice(0, 2000); }
});
console.log(JSON.stringify(verdicts));
"""


def why_not() -> str:
    """What is missing to run the parser; "" if nothing."""
    if shutil.which("node") is None:
        return "node is not on the PATH"
    package = ROOT / "node_modules" / "@digicatapult" / "dtdl-parser"
    return "" if package.is_dir() else "@digicatapult/dtdl-parser is not installed: npm ci"


def verdicts(sets: Sequence[Sequence[Any]]) -> list[str | None]:
    """Of each set of models: None, or why the parser refuses it. Takes some four seconds, however many."""
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", _PROGRAM],
        input=json.dumps(sets),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    found: list[str | None] = json.loads(done.stdout.splitlines()[-1])
    return found
