"""`crosstwin list`: devices with type, place and cloud, filtered, as a tree and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.cli.conftest import Crosstwin
from tests.contract.cli.fleet import TWIN

PROBE = "  - {id: probe, type: idle, hot_provider: gcp, component_of: press-1, component: probe}\n"


@pytest.fixture(autouse=True)
def fleet(folder: Path) -> None:
    text = TWIN.replace("{id: plant}", "{id: plant, name: Plant North}").replace(
        "aws: {reg", f"{PROBE}aws: {{reg"
    )
    (folder / "twin.yaml").write_text(text)


def ids(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines()[1:]]


def test_devices_are_listed_with_type_place_and_cloud(crosstwin: Crosstwin) -> None:
    done = crosstwin("list")
    assert done.code == 0, done.err
    assert done.out.splitlines() == [
        "device   type   place           cloud",
        "press-1  press  plant / hall-1  aws",
        "press-2  press  plant / hall-1  azure",
        "press-3  press  -               gcp",
        "pump-7   -      -               aws",
        "rpm      -      -               aws",
        "probe    idle   plant / hall-1  gcp",
    ]
    assert "6 devices" in done.err


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--type", "press"], ["press-1", "press-2", "press-3"]),
        (["--cloud", "gcp"], ["press-3", "probe"]),
        (["--place", "plant"], ["press-1", "press-2", "probe"]),
        (["--place", "plant", "--type", "press", "--cloud", "AWS"], ["press-1"]),
        (["--type", "idle", "--cloud", "aws"], []),
    ],
)
def test_filters_are_combined_and_a_place_has_all_within_it(
    crosstwin: Crosstwin, options: list[str], found: list[str]
) -> None:
    done = crosstwin("list", *options)
    assert (done.code, ids(done.out)) == (0, found)
    assert f"{len(found)} of 6 devices" in done.err


def test_places_are_a_tree_with_their_devices(crosstwin: Crosstwin) -> None:
    assert crosstwin("list", "--tree").out.splitlines() == [
        "press-3  press  gcp",
        "pump-7  aws",
        "rpm  aws",
        "plant (Plant North)",
        "  hall-1",
        "    press-1  press  aws",
        "      probe  idle  gcp",
        "    press-2  press  azure",
    ]
    # A component whose device is left out stands where that is; empty places are left out.
    assert crosstwin("list", "--tree", "--cloud", "gcp", "--place", "hall-1").out.splitlines() == [
        "hall-1",
        "  probe  idle  gcp",
    ]
    assert crosstwin("list", "--tree", "--type", "press", "--cloud", "gcp").out.splitlines() == [
        "press-3  press  gcp"
    ]


def test_json_has_all_that_twin_yaml_says_of_a_device(crosstwin: Crosstwin) -> None:
    found = json.loads(crosstwin("list", "--type", "press", "--cloud", "azure", "--json").out)
    assert found == [
        {
            "id": "press-2",
            "name": None,
            "type": "press",
            "place": "hall-1",
            "cloud": "azure",
            "component_of": None,
            "component": None,
            "properties": {
                "force": {"type": "double", "unit": "kN"},
                "fault": {"type": "map", "of": "string"},
            },
            "constants": {},
        }
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--type", "pres"], "pres is not a device type of twin.yaml; did you mean press?"),
        (["--place", "hal-1"], "hal-1 is not a place of twin.yaml; did you mean hall-1?"),
        (["--cloud", "azur"], "'azur' is not known here; did you mean azure?"),
        (["--cloud", "ibm"], "expected aws, azure, gcp"),
        (["--tree", "--json"], "--tree and --json cannot be combined"),
    ],
)
def test_what_is_not_in_the_twin_is_wrong_usage(crosstwin: Crosstwin, options: list[str], told: str) -> None:
    done = crosstwin("list", *options)
    assert done.code == 2
    assert told in done.told
