"""examples/fleet with 100, 1,000 and 10,000 devices: validation, synthesis, Grafana's files and the page."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from runpy import run_path

from benchmarks.bench.measure import Result, Scale, Tell, computed, medians
from benchmarks.bench.synthesis import Cost, synthesize
from crosstwin.grafana.files import files, parts
from crosstwin.local.reader import RunningReader
from crosstwin.packages.places import ROOT
from crosstwin.page.twin import description
from crosstwin.terraform.outputs import ReaderOutputs
from crosstwin.twin.deployment import Deployment, load

EXAMPLE = ROOT / "examples" / "fleet"
_LOOPBACK = "http://127.0.0.1:1/"
# Of processor time, for any of the sizes.
_SYNTHESES = {
    cloud: f"synthesis with layer 4 on {name}" for cloud, name in (("aws", "AWS"), ("azure", "Azure"))
}
_SECONDS = {
    "validation": 1,
    **dict.fromkeys(_SYNTHESES.values(), 10),
    "crosstwin grafana": 2,
    "the page's devices": 1,
}
_SYNTHESIS_MEGABYTES = 500
# What a device takes in the largest fleet, against the next smaller one. Python's garbage collector goes
# through all objects again and again: without it, validation takes 12 µs for each of 1,000 devices, and 14 µs
# for each of 40,000.
_LINEAR = 2.5


def measure(scale: Scale, tell: Tell) -> Iterator[Result]:
    seconds: dict[str, dict[int, float]] = {what: {} for what in _SECONDS}
    for count in scale.fleets:
        tell(f"a fleet of {count:,} devices")
        with tempfile.TemporaryDirectory() as folder:
            twin_file = write_fleet(count, Path(folder))
            found, details = _measured(twin_file, scale)
            costs = {what: _synthesis(twin_file, cloud) for cloud, what in _SYNTHESES.items()}
        for what, cost in costs.items():
            found[what] = cost.processor_seconds
            details[what] = "`cdktf synth` without Node's CLI, as a process"
        for what, limit in _SECONDS.items():
            seconds[what][count] = found[what]
            yield Result(f"{what}, {count:,} devices", "", found[what], limit, details[what], unit=" s")
        for what, cost in costs.items():
            if cost.megabytes:
                line = f"{what}, {count:,} devices: memory"
                detail = "of Python and Node.js, each at its most"
                yield Result(line, "", cost.megabytes, _SYNTHESIS_MEGABYTES, detail, unit=" MB")
            else:
                tell("left out: memory of a synthesis: only Linux tells it")
    *_, fewer, most = scale.fleets
    for what, found in seconds.items():
        each = {count: found[count] / count for count in (most, fewer)}
        times = f"{each[most] * 1e6:.3g} µs : {each[fewer] * 1e6:.3g} µs"
        line = f"{what}, for each of {most:,} devices"
        yield Result(line, f"each of {fewer:,} devices", each[most] / each[fewer], _LINEAR, times)


def write_fleet(count: int, folder: Path) -> Path:
    """The example with so many devices in its CSV file. Returns its twin.yaml."""
    write = run_path(str(EXAMPLE / "generate.py"))["write_fleet"]
    with (folder / "fleet.csv").open("w", encoding="utf-8") as file:
        write(count, file)
    return Path(shutil.copy(EXAMPLE / "twin.yaml", folder))


def _synthesis(twin_file: Path, layer_4: str) -> Cost:
    text = twin_file.read_text(encoding="utf-8")
    one = twin_file.with_name(f"{layer_4}.yaml")
    one.write_text(text.replace("layer_4_provider: aws", f"layer_4_provider: {layer_4}"), encoding="utf-8")
    return synthesize("import main, sys; sys.exit(main.main())", one)


def _measured(twin_file: Path, scale: Scale) -> tuple[dict[str, float], dict[str, str]]:
    """The seconds of each, and what it is made of."""
    twin = load(twin_file)
    runs: Mapping[str, Callable[[], object]] = {
        "validation": lambda: load(twin_file),
        "crosstwin grafana": lambda: _grafana(twin),
        "the page's devices": lambda: _page(twin),
    }
    found = medians({what: computed(run) for what, run in runs.items()}, max(1, scale.repeats // 3))
    texts = _grafana(twin)
    largest = max(map(len, texts.values()))
    details = {
        "validation": f"{twin_file.with_name('fleet.csv').stat().st_size / 1000:,.0f} kB of CSV",
        "crosstwin grafana": f"{len(texts)} files, {largest / 1000:,.0f} kB the largest",
        "the page's devices": f"{len(_page(twin)) / 1000:,.0f} kB of JSON",
    }
    return found, details


def _grafana(twin: Deployment) -> dict[str, str]:
    outputs = {cloud: ReaderOutputs(_LOOPBACK, _LOOPBACK, "token") for cloud in twin.hot_clouds}
    return files(twin, list(parts(twin, outputs, None)))


def _page(twin: Deployment) -> str:
    readers = {
        cloud: RunningReader(cloud, _LOOPBACK, _LOOPBACK, "token", lambda _: None)
        for cloud in twin.hot_clouds
    }
    return json.dumps(description(twin, readers))
