"""Sends more than 20,000 requests and reports the outcomes: `python -m benchmarks.fuzz`, some ten minutes.

With `--write`, the figures replace those in docs/reliability.md. Arguments beside it go to pytest. Ends with
pytest's exit code; after a failure nothing is written.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
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
    "lambda": "AWS, the handler in the tests' process over dynalite",
    "aws": "AWS, a Lambda of ministack over HTTP",
    "azure": "Azure, the Function App over HTTP and cosmosdb-server",
    "gcp": "Google Cloud, the functions framework over HTTP and the Firestore emulator",
}
_COMPARISONS = {"is_accepted": "the readers' comparison", "naive": "for control: up to the first difference"}

_PAGE_SECTION = f"""{START}
## Hostile input

`python -m benchmarks.fuzz --write` on {{day:%Y-%m-%d}}: {{machine}}.

{{total:,}} requests: odd and faulty queries, bodies that are not valid JSON or not an envelope, any header,
and what [openapi.yaml](openapi.yaml) allows and does not. No answer had a status of 500 or more, or
contained another device's records. All answers fit the document, and all clouds gave the same answers.

| Reader | Requests | Answers by status | Median ms | 99 % ms | Slowest ms |
|---|---|---|---|---|---|
{{readers}}

Callers that followed `nextToken` got each row exactly once, for random rows, pages and orders and with rows
written meanwhile, on each of these clouds.

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
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "pytest",
                    "benchmarks/fuzz",
                    "--hypothesis-profile=full",
                    "--show-capture=no",
                ),
                f"--junitxml={report}",
                *(argument for argument in arguments if argument != "--write"),
            ],
            cwd=ROOT,
            check=False,
        ).returncode
        if code:
            return code
        told = section(figures(report))
    print(told)  # noqa: T201 - the command's output
    if write:
        page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Reliability\n"
        PAGE.write_text(replaced(page, told), encoding="utf-8")
    return 0


def figures(report: Path) -> dict[str, str]:
    """What the tests recorded, by name, such as `azure.requests`, out of a JUnit report."""
    properties = ElementTree.parse(report).iter("property")  # noqa: S314 - pytest's own report
    return {found.attrib["name"]: found.attrib["value"] for found in properties}


def section(found: Mapping[str, str]) -> str:
    """The figures as a section in Markdown, between the marks that it is found by."""
    readers = [
        f"| {title} | {int(found[f'{name}.requests']):,} | {found[f'{name}.statuses']} "
        f"| {found[f'{name}.median_ms']} | {found[f'{name}.p99_ms']} | {found[f'{name}.slowest_ms']} |"
        for name, title in _READERS.items()
        if f"{name}.requests" in found
    ]
    total = sum(int(value) for name, value in found.items() if name.endswith(".requests"))
    timings = [_timing(title, found[f"timing.{name}"]) for name, title in _COMPARISONS.items()]
    return _PAGE_SECTION.format(
        day=datetime.now(UTC),
        machine=machine(),
        total=total,
        readers="\n".join(readers),
        timings="\n".join(timings),
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
