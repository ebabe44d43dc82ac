"""Sends more than 50,000 requests and reports the outcomes: `python -m benchmarks.fuzz`, some minutes.

With `--write`, the figures replace those in docs/reliability.md. Arguments beside it go to pytest. Ends with
pytest's exit code; after a failure nothing is written. Several parts run at the same time.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.reliability.machine import machine
from crosstwin.packages.places import ROOT

PAGE = ROOT / "docs" / "reliability.md"
START, END = "<!-- fuzz: python -m benchmarks.fuzz --write -->", "<!-- /fuzz -->"
_OTHERS = "<!-- What follows is written by"  # another command, up to the page's end
_SECTION = re.compile(f"{re.escape(START)}.*?{re.escape(END)}\n?", re.DOTALL)
_READERS = {
    "core": "The readers' core in the tests' process, over records in memory",
    "lambda": "AWS, the handler in the tests' process over dynalite",
    "aws": "AWS, a Lambda of ministack over HTTP",
    "azure": "Azure, the Function App over HTTP and cosmosdb-server",
    "gcp": "Google Cloud, the functions framework over HTTP and the Firestore emulator",
}
_TESTS = "tests/contract/fuzz"
_APART = [f"{_TESTS}/test_{name}.py" for name in ("core", "layer4", "commands", "model")]
_OVER_MAPPINGS = f"{_TESTS}/test_mapped.py"
_PARTS = (
    [_TESTS, *(f"--ignore={file}" for file in (*_APART, _OVER_MAPPINGS))],
    [*_APART, "tests/unit/fuzz"],
    [_OVER_MAPPINGS],
)
_REQUESTS, _MAPPED = ".requests", "mapped "
_COMPARISONS = {"is_accepted": "the readers' comparison", "naive": "for control: up to the first difference"}

_PAGE_SECTION = f"""{START}
## Hostile input

`python -m benchmarks.fuzz --write` on {{day:%Y-%m-%d}}: {{machine}}.

{{total:,}} requests in all.

### Readers

{{read:,}} requests: odd and faulty queries of one device and of up to 100, bodies that are not valid JSON or
not an envelope, any header, and what [openapi.yaml](openapi.yaml) allows and does not. The devices' ids look
like each other: prefixes, other cases, other Unicode forms, `/`, `..`, `__x__`, NUL, quotes, fragments of SQL
and PartiQL, percent-encodings. No answer had a status of 500 or more, or contained another device's records.
All answers fit the document, and all clouds gave the same answers.

| Reader | Requests | Answers by status | Median ms | 99 % ms | Slowest ms |
|---|---|---|---|---|---|
{{readers}}

Callers that followed `nextToken` got each row exactly once, for random rows, pages and orders and with rows
written meanwhile, on each of these clouds; also in the histories of up to 100 devices.

### Records of another form

The same over [existing stores](existing-stores.md) in these forms, and over records in them that fit nothing:
times and values of other types, numbers beyond any double, deep nesting, strings of 300 kB, JSON with NaN or
half a character, several records of one time. The answer to such a record is `INVALID_STORED_RECORD` (500),
or one without it. Other devices of the query were answered in full.

| Records | Requests | Answers by status | Median ms | 99 % ms | Slowest ms |
|---|---|---|---|---|---|
{{mapped}}

### Stores, layer 4 and the program

Answers of stores, events, answers of readers, files and arguments that are sound but for a few parts, or not
at all. Each call gave an answer of the documented form, or an error by its documented name. No log line and
no error had a part of the token, or telemetry of a store's answer.

| What was called | Calls | Outcomes |
|---|---|---|
{{calls}}

## The time that a wrong token takes

Pairs of refusals: one token is wrong in its first character, one in its last. If the time revealed how much
was right, the share of pairs in which the first takes longer would be far from 50 %.

| Comparison | Pairs | Median ns, first wrong | Median ns, last wrong | First takes longer |
|---|---|---|---|---|
{{timings}}

`make test` runs the same tests with fewer examples.
{END}
"""


def main(arguments: list[str]) -> int:
    write = "--write" in arguments
    others = [argument for argument in arguments if argument != "--write"]
    with tempfile.TemporaryDirectory() as folder:
        runs = [_start(part, Path(folder, str(number)), others) for number, part in enumerate(_PARTS)]
        codes = [run.wait() for run in runs]
        if any(codes):
            return max(codes)
        found: dict[str, str] = {}
        for number, _ in enumerate(_PARTS):
            found |= figures(Path(folder, str(number)))
        told = section(found)
    print(told)  # noqa: T201 - the command's output
    if write:
        page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Reliability\n"
        PAGE.write_text(replaced(page, told), encoding="utf-8")
    return 0


def _start(part: Sequence[str], report: Path, others: Sequence[str]) -> subprocess.Popen[bytes]:
    options = ["--hypothesis-profile=full", "--show-capture=no", "--quiet", f"--junitxml={report}"]
    # With what otherwise runs at night.
    command = [sys.executable, "-m", "pytest", *part, *options, "-m", "", *others]
    return subprocess.Popen(command, cwd=ROOT)


def figures(report: Path) -> dict[str, str]:
    """What the tests recorded, by name, such as `azure.requests`, out of a JUnit report."""
    properties = ElementTree.parse(report).iter("property")  # noqa: S314 - pytest's own report
    return {found.attrib["name"]: found.attrib["value"] for found in properties}


def section(found: Mapping[str, str]) -> str:
    """The figures as a section in Markdown, between the marks that it is found by."""
    counts = {name.removesuffix(_REQUESTS): int(n) for name, n in found.items() if name.endswith(_REQUESTS)}
    forms = {name: name.removeprefix(_MAPPED) for name in sorted(counts) if name.startswith(_MAPPED)}
    calls = [
        f"| {name} | {count:,} | {found[f'{name}.outcomes']} |"
        for name, count in sorted(counts.items())
        if f"{name}.outcomes" in found
    ]
    timings = [_timing(title, found[f"timing.{name}"]) for name, title in _COMPARISONS.items()]
    return _PAGE_SECTION.format(
        day=datetime.now(UTC),
        machine=machine(),
        total=sum(counts.values()),
        read=sum(counts.get(name, 0) for name in _READERS),
        readers="\n".join(_row(title, name, found) for name, title in _READERS.items() if name in counts),
        mapped="\n".join(_row(title, name, found) for name, title in forms.items()),
        calls="\n".join(calls),
        timings="\n".join(timings),
    )


def _row(title: str, name: str, found: Mapping[str, str]) -> str:
    return (
        f"| {title} | {int(found[f'{name}.requests']):,} | {found[f'{name}.statuses']} "
        f"| {found[f'{name}.median_ms']} | {found[f'{name}.p99_ms']} | {found[f'{name}.slowest_ms']} |"
    )


def replaced(page: str, told: str) -> str:
    """The page with the section in the place of the one before, or after what is written by hand."""
    if _SECTION.search(page):
        return _SECTION.sub(lambda _: told, page)
    by_hand, mark, rest = page.partition(_OTHERS)
    return f"{by_hand.rstrip()}\n\n{told}" + (f"\n{mark}{rest}" if mark else "")


def _timing(title: str, recorded: str) -> str:
    pairs, first, last, share, error = recorded.split()
    return (
        f"| {title} | {int(pairs):,} | {first} | {last} | {float(share):.2%} (chance: ±{float(error):.2%}) |"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
