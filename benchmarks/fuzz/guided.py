"""Calls the parsers with inputs that coverage guides: `python -m benchmarks.fuzz.guided CORPUS SECONDS`.

Needs atheris, which is no dependency of the project: `pip install atheris`. CORPUS is a folder, which keeps
inputs that reach something new for the next run. Each distinct finding is written to CORPUS/findings, and the
run goes on. CORPUS/report.json has the counts.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

import atheris  # type: ignore

with atheris.instrument_imports(
    include=[
        *(
            "crosstwin_contract",
            "hotread",
            "hotread_aws",
            "remote_reader",
            "twin_connector",
            "twin_component_type",
        ),
        *(
            "settings",
            "updates",
            "values",
            "wanted",
            "crosstwin.readers",
            "firestore_rest",
            "firestore_values",
        ),
    ]
):
    from benchmarks.fuzz.parsers import TARGETS

_NAMES = [*TARGETS]
_LONGEST = 5.0  # seconds an input may take


def main(corpus: Path, seconds: int) -> None:
    findings = corpus / "findings"
    inputs = corpus / "inputs"
    for folder in (findings, inputs):
        folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(_NAMES):
        for count, seed in enumerate(TARGETS[name].seeds):
            (inputs / f"seed-{number}-{count}").write_bytes(bytes([number]) + seed)
    calls: Counter[str] = Counter()
    found: set[str] = set()
    started = time.monotonic()
    state = {"told": started}

    def one(data: bytes) -> None:
        if not data:
            return
        name = _NAMES[data[0] % len(_NAMES)]
        calls[name] += 1
        began = time.monotonic()
        try:
            TARGETS[name].call(data[1:])
            took = time.monotonic() - began
            if took > _LONGEST:
                raise TimeoutError(f"took {took:.1f} s")
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            place = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{name}: {type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
            if key not in found:
                found.add(key)
                digest = hashlib.sha256(key.encode()).hexdigest()[:12]
                (findings / f"{digest}.input").write_bytes(data[1:])
                (findings / f"{digest}.txt").write_text(
                    f"{key}\n{traceback.format_exc()}", errors="backslashreplace"
                )
        if began - state["told"] > 10:
            state["told"] = began
            _tell(corpus, calls, found, began - started)

    atheris.Setup(
        [sys.argv[0], str(inputs), f"-max_total_time={seconds}", "-max_len=16384", "-timeout=120"], one
    )
    atheris.Fuzz()


def _tell(corpus: Path, calls: Counter[str], found: set[str], seconds: float) -> None:
    told = {
        "executions": calls.total(),
        "seconds": round(seconds),
        "by_target": calls,
        "findings": sorted(found),
    }
    (corpus / "report.json").write_text(json.dumps(told, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
