"""The figures of `python -m benchmarks.fuzz`, out of a report and into a page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.fuzz.__main__ import END, START, figures, replaced, section

REPORT = """<testsuites><testsuite><properties>
<property name="gcp.requests" value="7001"/><property name="gcp.statuses" value="200:7000 400:1"/>
<property name="gcp.median_ms" value="2.5"/><property name="gcp.p99_ms" value="9"/>
<property name="gcp.slowest_ms" value="80.1"/>
<property name="timing.is_accepted" value="20000 580 580 0.5059 0.0091"/>
<property name="timing.naive" value="2000 1502 3196 0.0020 0.0288"/>
</properties></testsuite></testsuites>"""


def test_a_report_becomes_a_section(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    told = section(figures(report))
    assert "7,001 requests" in told
    assert "and the Firestore emulator | 7,001 | 200:7000 400:1 | 2.5 | 9 | 80.1 |" in told
    assert "| 20,000 | 580 | 580 | 50.59% (chance: ±0.91%) |" in told
    assert "Azure" not in told


def test_a_section_takes_the_place_of_the_one_before() -> None:
    before = f"# Reliability\n\n{START}\nold\n{END}\n\n## Load\n"
    new = f"{START}\nnew\n{END}\n"
    assert replaced(before, new) == f"# Reliability\n\n{new}\n## Load\n"
    assert replaced("# Reliability\n", new) == f"# Reliability\n\n{new}"
    others = "<!-- What follows is written by `make reliability`. -->\n\n## Load\n"
    assert replaced(f"# Reliability\n\n{others}", new) == f"# Reliability\n\n{new}\n{others}"
