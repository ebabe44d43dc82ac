"""examples/existing: each store is read as its producer wrote it, by readers that its twin.yaml deploys."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from crosstwin.cli.app import app
from crosstwin.local import aws, azure, gcp
from crosstwin.local.firestore_emulator import running_emulator
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.firestore import EMULATOR_VARIABLE, emulator_client
from crosstwin.terraform.finding import find_terraform, why_not
from crosstwin.twin import deployment
from tests.example_stores import EXAMPLES, Example, fill_collection, fill_container, fill_table
from tests.modules.module_source import Module
from tests.modules.provider_schema import ProviderSchemas
from tests.modules.test_aws_modules import Run
from tests.twinmaker import parse_history, parse_last_entry

pytest.importorskip("grpc")
from tests.modules import schema_provider
from tests.modules.existing_stores import (
    Deployed,
    Emulators,
    Place,
    answering_from,
    configuration,
    resources,
)

MISSING = why_not() or aws.why_not() or azure.why_not() or gcp.why_not()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"nothing can be deployed here: {MISSING}")

# What the producers have written of pump-7: time, rpm, temperature.
READINGS = [
    ("2026-01-15T10:00:00Z", 900, 20.5),
    ("2026-01-15T10:01:00Z", 1450, 21.25),
    ("2026-01-15T10:02:00Z", 1480, 22.5),
    ("2026-01-15T10:03:00Z", 1465, 22.25),
    ("2026-01-15T10:04:00Z", 1500, 23.75),
]
# Where a record has a name of its own, two can have one time.
SAME_TIME = ("2026-01-15T10:02:00Z", 1482, 22.75)
WRITTEN = {folder.name: READINGS for folder in EXAMPLES} | {
    name: sorted([*READINGS, SAME_TIME]) for name in ("azure-iot-hub", "gcp-subcollection")
}
BY_DAY = ("aws-single-table", "azure-iot-hub", "gcp-subcollection")
PAYLOAD = {"iotDeviceId": "pump-7", "selectedProperties": ["rpm", "temperature"]}
EVENT = {
    "workspaceId": "factory",
    "entityId": "pump-7",
    "componentName": "telemetry",
    "selectedProperties": ["rpm", "temperature"],
    "properties": {
        "rpm": {"definition": {"dataType": {"type": "INTEGER"}, "isTimeSeries": True}},
        "temperature": {"definition": {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True}},
        "iotDeviceId": {
            "definition": {"dataType": {"type": "STRING"}, "isTimeSeries": False},
            "value": {"stringValue": "pump-7"},
        },
    },
}
RANGE = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T10:04:00Z"}
Row = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    emulators: Emulators
    examples: Mapping[str, Example]
    folder: Path


@pytest.fixture(scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The stores of the examples that this run tests."""
    tests: list[Any] = [item for item in request.session.items if item.path == request.path]
    tested = {item.callspec.params.get("name") for item in tests}
    folder = tmp_path_factory.mktemp("existing")
    with (
        aws.running_aws(folder) as ministack,
        azure.running_cosmos(folder) as cosmos,
        running_emulator(folder) as firestore,
    ):
        found = [Example.load(each, ministack.endpoint_url) for each in EXAMPLES if each.name in tested]
        for example in found:
            if example.cloud == "aws":
                fill_table(ministack.client("dynamodb"), example)
            elif example.cloud == "azure":
                fill_container(cosmos, example)
            else:
                fill_collection(firestore, example)
        yield Filled(
            Emulators(ministack, cosmos, firestore), {example.name: example for example in found}, folder
        )


@pytest.fixture(scope="module")
def deployed(
    filled: Filled, modules: dict[str, Module], provider_schemas: ProviderSchemas
) -> Iterator[Deployed]:
    places = {name: Place.choose(example.cloud) for name, example in filled.examples.items()}
    root = filled.folder / "root"
    root.mkdir()
    (root / "modules").symlink_to(ROOT / "modules")
    wanted = configuration([*filled.examples.values()], places, filled.folder)
    (root / "main.tf.json").write_text(json.dumps(wanted))
    providers = {
        source: provider
        for name in ("azure-hot-reader", "gcp-hot-reader")
        for source, provider in schema_provider.providers_for(modules[name], provider_schemas).items()
    }
    executable = find_terraform()
    assert executable is not None
    with pytest.MonkeyPatch.context() as patch, schema_provider.serving(providers) as reattached:
        patch.setattr(schema_provider, "read", answering_from(filled.emulators.cosmos))
        run = Run(executable, root, {**reattached, "CHECKPOINT_DISABLE": "1"})
        run("init", "-no-color")
        run("apply", "-auto-approve", "-input=false", "-no-color")

        def refused_plan(module: str, changed: dict[str, str]) -> str:
            configured = copy.deepcopy(wanted)
            configured["module"] = {module: configured["module"][module]}
            configured["module"][module]["existing_hot_store"]["records"] |= changed
            (root / "main.tf.json").write_text(json.dumps(configured))
            return run("plan", "-json", "-input=false", f"-target=module.{module}", codes=(1,))

        state = resources(root / "terraform.tfstate")
        yield Deployed(filled.emulators, places, state, filled.folder, refused_plan)


def examples(*names: str) -> pytest.MarkDecorator:
    nightly = {name: [] if name in BY_DAY else [pytest.mark.nightly] for name in names}
    return pytest.mark.parametrize("name", [pytest.param(name, marks=nightly[name]) for name in names])


@examples(*WRITTEN)
def test_an_existing_store_is_read_as_it_is(filled: Filled, deployed: Deployed, name: str) -> None:
    written = WRITTEN[name]
    with deployed.reader(filled.examples[name]) as asking:

        def over_http(payload: dict[str, Any], *, last: bool = False) -> Any:
            return asking.http({"target_layer": "L3-hot", "payload": payload}, last=last)

        def as_twinmaker(payload: dict[str, Any], *, last: bool = False) -> Any:
            answer = asking.twinmaker({**EVENT, **payload}, last=last)
            return parse_last_entry(answer) if last else parse_history(answer)

        for ask in (over_http, as_twinmaker, asking.http):  # the last: TwinMaker's event without an envelope
            asked = EVENT if ask == asking.http else PAYLOAD
            ascending, descending = (
                pages(ask, {**asked, **RANGE, "orderByTime": order, "maxResults": 3})
                for order in ("ASCENDING", "DESCENDING")
            )
            rows = [row for page in ascending for row in page]
            assert [time for time, *_ in rows] == [time for time, *_ in written]
            assert Counter(rows) == Counter(written)
            assert [len(page) for page in ascending] == [3, len(written) - 3]
            assert [row for page in descending for row in page] == rows[::-1]
            newest = ask(asked, last=True)["propertyValues"]
            values = [next(iter(newest[key]["propertyValue"].values())) for key in ("rpm", "temperature")]
            assert values == [1500, 23.75]


def pages(ask: Callable[..., Any], payload: dict[str, Any]) -> list[list[Row]]:
    """The rows of each page: time, rpm, temperature."""
    found: list[list[Row]] = []
    token = None
    while token is not None or not found:
        answer = ask({**payload, "nextToken": token} if token else payload)
        rpm, temperature = (entry["values"] for entry in answer["propertyValues"])
        assert [one["time"] for one in rpm] == [one["time"] for one in temperature]
        found.append(
            [
                # A store keeps a time as it was written, in one spelling or another.
                (re.sub(r"\.0+Z", "Z", one["time"]), *one["value"].values(), *other["value"].values())
                for one, other in zip(rpm, temperature, strict=True)
            ]
        )
        token = answer.get("nextToken")
    return found


@examples(*WRITTEN)
def test_inspect_proposes_the_section_of_the_example(
    filled: Filled, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    example, emulators = filled.examples[name], filled.emulators
    store = example.store
    options = {
        "aws": lambda: [
            *("--table", store.table_name, "--region", aws.REGION),
            *("--endpoint-url", emulators.aws.endpoint_url),
        ],
        "azure": lambda: [
            *("--account", emulators.cosmos.endpoint, "--key", emulators.cosmos.key),
            *("--database", store.database_name, "--container", store.container_name),
        ],
        "gcp": lambda: ["--project", example.project, "--collection", store.collection],
    }
    monkeypatch.setenv(EMULATOR_VARIABLE, emulators.firestore)
    command = ["inspect", example.cloud, *options[example.cloud]()]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    printed = yaml.safe_load(done.output)
    section = yaml.safe_load((example.folder / "twin.yaml").read_text())[example.cloud]["existing_hot_store"]
    assert printed[example.cloud]["existing_hot_store"].get("records") == section.get("records")
    assert printed["device_types"]["device"]["properties"] == {"rpm": "integer", "temperature": "double"}
    assert [device["id"] for device in printed["devices"]] == ["pump-7", "pump-8"]
    # As the page shows it, with the names of the example's twin.yaml.
    shown = done.output.partition("device_types:")[0].replace(emulators.cosmos.endpoint, "plant-db")
    shown = shown.replace(name, "plant" if example.cloud == "azure" else "telemetry")
    assert f"```text\n{shown}" in (ROOT / "docs/existing-stores.md").read_text()
    if "index" in example.stored:
        return  # ministack goes on in a scan of an index by the keys of the table; dynalite does not
    listed = CliRunner().invoke(app, [*command, "--csv"])
    assert listed.exit_code == 0, listed.output
    header, *rows = listed.stdout.splitlines()
    assert header == "id,type,hot_provider"
    assert sorted(rows) == [f"{device},device,{example.cloud}" for device in ("pump-7", "pump-8")]


@examples("gcp-subcollection")
def test_inspect_of_one_device_s_own_collection_proposes_that_of_each_device(
    filled: Filled, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it proposes is the section of twin.yaml, whose records the deployed readers read."""
    example = filled.examples[name]
    # Another collection of the same name, in which no document is a device.
    client = emulator_client(filled.emulators.firestore, example.store.database, example.project)
    client.document("telemetry/a").set({"time": "not of a device"})
    monkeypatch.setenv(EMULATOR_VARIABLE, filled.emulators.firestore)
    command = ["inspect", "gcp", "--project", example.project, "--collection"]
    of_one, of_all = (
        CliRunner().invoke(app, [*command, f"devices/{device}/telemetry"])
        for device in ("pump-7", "{device}")
    )
    assert (of_one.exit_code, of_all.exit_code) == (0, 0), (of_one.output, of_all.output)
    assert of_one.stderr == (
        "crosstwin: pump-7 in devices/pump-7/telemetry is taken for the device: the readers read "
        "devices/{device}/telemetry\n"
    )
    printed, expected = yaml.safe_load(of_one.stdout), yaml.safe_load(of_all.stdout)
    assert printed == {**expected, "devices": [{"id": "pump-7", "type": "device"}]}
    document = yaml.safe_load((example.folder / "twin.yaml").read_text())
    pasted = {**document, **printed, "gcp": {**document["gcp"], **printed["gcp"]}}
    assert deployment.parse(yaml.safe_dump(pasted)).gcp == deployment.parse(yaml.safe_dump(document)).gcp
    listed = CliRunner().invoke(app, [*command, "devices/pump-7/telemetry", "--csv"])
    assert sorted(listed.stdout.splitlines()[1:]) == ["pump-7,device,gcp", "pump-8,device,gcp"]


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("name", "changed", "says"),
    [
        ("aws-iot-rule", {"time": "at"}, "but the readers query by deviceId (partition) and at (sort)"),
        (
            "aws-iot-rule",
            {"time_format": "iso8601"},
            "but the readers query by deviceId of type S and ts of type S",
        ),
        ("azure-iot-hub", {"device": "deviceId"}, "the hot reader needs /deviceId"),
    ],
)
def test_records_that_the_store_does_not_have_fail_the_plan(
    deployed: Deployed, name: str, changed: dict[str, str], says: str
) -> None:
    assert says in deployed.refused_plan(f"{name}-hot-reader", changed)
