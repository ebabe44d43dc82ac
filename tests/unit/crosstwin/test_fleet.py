"""Device types, places, components and devices of a CSV file."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from crosstwin.errors import TwinFileError
from crosstwin.twin import deployment, twinmaker_size
from crosstwin.twin.deployment import Deployment
from tests.unit.crosstwin.good_twin import refusal

HEAD = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}
aws: {region: eu-central-1}
gcp: {project: some-project, region: europe-west1}
azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}
"""
FLEET = (
    HEAD
    + """\
device_types:
  press:
    properties:
      force: {type: double, unit: kN}
      strokes: long
      position: {type: list, of: double}
      fault: {type: map, of: string}
    constants: {manufacturer: ACME, rated_force: 80.0, axes: 2}
  vibration:
    properties: {speed: {type: double, unit: mm/s}}
places:
  - {id: plant, name: Plant North}
  - {id: line-1, parent: plant}
devices:
  - {id: press-2, type: press, parent: line-1, name: Press 2, constants: {rated_force: 100}}
  - {id: "pump:7", hot_provider: gcp, parent: line-1, properties: {rpm: integer, running: boolean}}
  - {id: pump-7-vibration, type: vibration, component_of: "pump:7", component: vibration}
"""
)


def change(old: str, new: str) -> str:
    assert FLEET.count(old) == 1, f"{old!r} is not once in the text to change"
    return FLEET.replace(old, new)


def test_a_device_has_its_types_properties_and_constants() -> None:
    twin = deployment.parse(FLEET)
    press, pump, vibration = twin.devices
    assert press.properties == {"force": "double", "strokes": "long", "position": "list", "fault": "map"}
    assert press.definitions is not None
    assert press.definitions["force"].unit == "kN"
    assert press.definitions["position"].of == "double"
    assert press.constants == {"manufacturer": "ACME", "rated_force": 100.0, "axes": 2}
    assert isinstance(press.constants["rated_force"], float), "coerced to the constant's type"
    assert (press.name, press.parent) == ("Press 2", "line-1")
    assert pump.properties == {"rpm": "integer", "running": "boolean"}
    assert (vibration.component_of, vibration.component) == ("pump:7", "vibration")
    assert [place.id for place in twin.places] == ["plant", "line-1"]


def test_a_file_without_types_means_what_it_did() -> None:
    twin = deployment.parse(HEAD + "devices: [{id: pump-7, properties: {rpm: integer}}]\n")
    (pump,) = twin.devices
    assert (pump.properties, pump.constants, pump.type, twin.places) == ({"rpm": "integer"}, {}, None, ())


@pytest.mark.parametrize("id_", ["pump:7", "urn:dev:mac:0024befffe804ff1", "00:0f:00:70:91:0a"])
def test_ids_may_have_colons(id_: str) -> None:
    twin = deployment.parse(HEAD + f'devices: [{{id: "{id_}", properties: {{rpm: integer}}}}]\n')
    assert twin.devices[0].id == id_


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "type: press",
            "type: pres",
            20,
            'devices[0].type: "pres" is not a device type; did you mean press?',
        ),
        ("type: press,", "", 20, "devices[0].properties: missing; expected properties, or a type"),
        ("type: press,", "type: press, properties: {a: double},", 20, "leave one of both out"),
        ("parent: plant", "parent: plan", 18, 'places[1].parent: "plan" is not a place; did you mean plant?'),
        (
            "parent: plant",
            "parent: press-2",
            18,
            "a parent is a place, and what belongs to a device is component",
        ),
        ("{id: plant,", "{id: plant, parent: line-1,", 17, "a place within itself: plant in line-1 in plant"),
        ("{id: plant,", "{id: press-2}\n  - {id: plant,", 21, '"press-2" is the id of places[0] as well'),
        ("press-2,", "line-1,", 20, '"line-1" is the id of places[1] as well'),
        ("ACME", "[ACME]", 13, "device_types.press.constants.manufacturer: a list does not fit"),
        ("ACME", ".nan", 13, "device_types.press.constants.manufacturer: NaN does not fit"),
        (
            "axes: 2",
            f"axes: {2**63}",
            13,
            "device_types.press.constants.axes: 9223372036854775808 does not fit",
        ),
        ("axes: 2", "force: 2", 13, "force is telemetry as well; a constant never is"),
        ("axes: 2", "forceLatest: 2", 13, "forceLatest is the attribute that force gets"),
        ("rated_force: 100}", "rated_force: big}", 20, '"big" does not fit; expected a number, as press has'),
        (
            "rated_force: 100}",
            "rated: 100}",
            20,
            "press has no constant of that name; did you mean rated_force?",
        ),
        (
            "of: double",
            "of: list",
            11,
            '"list" is not a property type (double, integer, long, string, boolean)',
        ),
        ("{type: list, of: double}", "list", 11, "position: a list needs `of`, the type of what it holds"),
        ("{type: double, unit: kN}", "{type: string, unit: kN}", 9, "force: only numbers have a unit"),
        ("{type: double, unit: kN}", "{type: double, of: double}", 9, "force: only a list or a map has `of`"),
        ("{type: double, unit: kN}", "{type: double, unti: kN}", 9, "unti: unknown key; did you mean unit?"),
        ("{type: double, unit: kN}", "{unit: kN}", 9, "device_types.press.properties.force.type: missing"),
        ("strokes: long", "strokes: int", 10, '"int" is not a property type'),
        ("strokes: long", "__proto__: long", 10, "__proto__ cannot be a name here"),
        ("  press:\n", "  press.aws:\n", 7, 'device_types["press.aws"]: "press.aws" does not fit'),
        ('component_of: "pump:7"', "component_of: pump-8", 22, '"pump-8" is not a device'),
        ('component_of: "pump:7"', "component_of: pump-7-vibration", 22, "component of itself"),
        (", component: vibration", "", 22, "the device needs `component` as well"),
        ("component: vibration", "component: telemetry", 22, "telemetry is the component of pump:7 itself"),
        (
            "component: vibration",
            "component: v, parent: plant",
            22,
            "a component of pump:7, whose parent counts",
        ),
        ("hot_provider: gcp,", "component: x,", 21, "only a device that is component_of another has it"),
        ("rpm: integer", "__x__: integer", 21, "Firestore reserves names that begin and end with two"),
    ],
)
def test_refuses_with_the_line(old: str, new: str, line: int, message: str) -> None:
    told = refusal(change(old, new))
    assert message in told
    assert told.startswith(f"twin.yaml:{line}: "), told


def test_a_circle_of_places_is_one_problem_and_none_of_the_places_below_it() -> None:
    below = "{id: cell-1, parent: line-1}"
    told = refusal(change("  - {id: plant,", f"  - {below}\n  - {{id: plant, parent: line-1,"))
    assert told == "twin.yaml:18: places[1].parent: a place within itself: plant in line-1 in plant"


@pytest.mark.parametrize("id_", ["press", "press.aws"])
def test_a_component_type_of_a_devices_own_has_no_id_of_a_types(id_: str) -> None:
    told = refusal(f"{FLEET}  - {{id: {id_}, properties: {{a: double}}}}\n")
    assert told.startswith(
        f"twin.yaml:23: devices[3].id: the component type of {id_} would have the id of that"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("strokes", "strokes-a", 10, "strokes-a cannot be a property in Azure Digital Twins: letters"),
        ("strokes", "_strokes", 10, "_strokes cannot be a property in Azure Digital Twins: letters"),
        ("strokes", "strokes_", 10, "strokes_ cannot be a property in Azure Digital Twins: letters"),
        ("strokes", "observedAt", 10, "observedAt cannot be a property in Azure Digital Twins: each device"),
        ("axes: 2", "axes-n: 2", 13, "axes-n cannot be a property in Azure Digital Twins"),
        ("vibration:\n", "vi-bration:\n", 14, "vi-bration cannot be a device type in Azure Digital Twins"),
    ],
)
def test_azure_digital_twins_takes_fewer_names(old: str, new: str, line: int, message: str) -> None:
    deployment.parse(change("layer_4_provider: aws", "layer_4_provider: azure"))
    text = change(old, new)
    if "vi-" in new:
        text = text.replace("type: vibration", "type: vi-bration")
    deployment.parse(text)
    told = refusal(text.replace("layer_4_provider: aws", "layer_4_provider: azure"))
    assert message in told
    assert f"twin.yaml:{line}: " in told, told


def test_an_entity_has_at_most_thirty_components() -> None:
    more = "".join(
        f"  - {{id: sensor-{n}, type: vibration, component_of: press-2, component: c{n}}}\n"
        for n in range(30)
    )
    assert "one component too many: TwinMaker returns 30 of an entity" in refusal(FLEET + more)
    deployment.parse(FLEET + "".join(more.splitlines(True)[:29]))


def test_two_components_of_a_name_are_refused() -> None:
    more = "  - {id: other, type: vibration, component_of: 'pump:7', component: vibration}\n"
    assert "pump:7 has a component vibration already: devices[2]" in refusal(FLEET + more)


def many(count: int, layer_4: str = "aws") -> str:
    head = HEAD.replace("layer_4_provider: aws", f"layer_4_provider: {layer_4}")
    return (
        head
        + "devices:\n"
        + "".join(f"  - {{id: pump-{n}, properties: {{rpm: integer}}}}\n" for n in range(count))
    )


def test_a_fleet_that_one_stack_cannot_hold_is_refused_before_layer_3_is_deployed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deployment.parse(many(500))
    monkeypatch.setattr(twinmaker_size, "RESOURCES", 30)
    assert "one of the 32 with devices would have" in refusal(many(500))
    deployment.parse(many(500, layer_4="azure"))
    monkeypatch.undo()
    places = "".join(f"  - {{id: place-{n}}}\n" for n in range(501))
    assert "501 places; a CloudFormation stack holds 500" in refusal(many(1) + "places:\n" + places)


def test_a_template_that_cloudformation_would_not_take_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    properties = ", ".join(f"property_{n}: double" for n in range(60))
    monkeypatch.setattr(twinmaker_size, "TEMPLATE_BYTES", 100_000)
    assert "CloudFormation takes 100,000" in refusal(many(200).replace("rpm: integer", properties))
    many_properties = ", ".join(f"property_{n}: double" for n in range(600))
    kind = f"device_types: {{press: {{properties: {{{many_properties}}}}}}}\n"
    assert "device_types.press: a template" in refusal(kind + many(1))


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("properties: {force: double}", "an alarm needs the property alarm_status, a string"),
        ("properties: {alarm_status: integer}", "an alarm needs the property alarm_status, a string"),
        ("properties: {alarm_status: string, alarm_key: string}", "alarm_key is the device's id in an alarm"),
        ("properties: {alarm_status: string}, constants: {alarm_key: a}", "alarm_key is the device's id"),
    ],
)
def test_an_alarm_has_what_grafana_looks_for(kind: str, message: str) -> None:
    assert message in refusal(f"device_types: {{press: {{alarm: true, {kind}}}}}\n" + many(1))
    right = "device_types: {press: {alarm: true, properties: {alarm_status: string}}}\n"
    assert deployment.parse(right + many(1)).device_types["press"].alarm


# --- devices_from


def written(folder: Path, rows: str, text: str = FLEET) -> Deployment:
    (folder / "twin.yaml").write_text(text + "devices_from: fleet.csv\n")
    (folder / "fleet.csv").write_text(rows)
    return deployment.load(folder / "twin.yaml")


def test_devices_of_a_csv_file_come_after_those_of_twin_yaml(tmp_path: Path) -> None:
    rows = "\ufeffid,type,parent,hot_provider,name\r\n"
    rows += 'press-3,press,line-1,,"Press 3, left"\r\n\r\npress-4,press,,gcp,\r\n'
    twin = written(tmp_path, rows)
    assert [device.id for device in twin.devices][3:] == ["press-3", "press-4"]
    third, fourth = twin.devices[3:]
    assert (third.name, third.parent, twin.hot_cloud(third)) == ("Press 3, left", "line-1", "aws")
    assert (fourth.name, fourth.parent, twin.hot_cloud(fourth)) == (None, None, "gcp")
    assert fourth.properties == twin.devices[0].properties


def test_a_twin_may_have_all_its_devices_in_a_csv_file(tmp_path: Path) -> None:
    text = FLEET[: FLEET.index("devices:")]
    assert [device.id for device in written(tmp_path, "id,type\npress-2,press\n", text).devices] == [
        "press-2"
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("id,type\npress-3,pres\n", 'fleet.csv:2: type: "pres" is not a device type; did you mean press?'),
        (
            "id,type\npress-3,press\npress-3,press\n",
            'fleet.csv:3: id: "press-3" is the id of {csv}:2 as well',
        ),
        ("id,type\npress-2,press\n", 'fleet.csv:2: id: "press-2" is the id of devices[0] as well'),
        ("id,type,parent\n\npress-3,press,line-9\n", 'fleet.csv:3: parent: "line-9" is not a place'),
        ("id,type,hot_provider\npress-3,press,azur\n", 'fleet.csv:2: hot_provider: "azur" is not a provider'),
        ("id,type\np,press\n", 'fleet.csv:2: id: "p" does not fit'),
        ("id,type\n,press\n", "fleet.csv:2: id: missing"),
        ("id,type\npress-3,\n", "fleet.csv:2: properties: missing; expected properties, or a type"),
        ("id,type\npress-3,press,x\n", "fleet.csv:2: 3 cells, but the header has 2"),
        ("id,type,parent\npress-3\n", "fleet.csv:2: 1 cell, but the header has 3"),
        ("id,typ\n", "fleet.csv:1: 'typ' is not a column; did you mean type? known are id, type, parent"),
        ("id;type\npress-3;press\n", "fleet.csv:1: cells are separated by ';'; expected commas"),
        ("id\ttype\npress-3\tpress\n", "fleet.csv:1: cells are separated by '\\t'; expected commas"),
        ("id,type,id\n", "fleet.csv:1: the column id is there twice"),
        ("id\npress-3\n", "fleet.csv:1: the column type is missing"),
        ("", "fleet.csv: no header; expected id,type,parent,hot_provider,name"),
        ('id,type\n"press-3,press\n', "fleet.csv:2: not valid CSV: unexpected end of data"),
        ('id,type,name\npress-3,press,"a\nb"\npress-4,pres,x\n', 'fleet.csv:4: type: "pres" is not a device'),
    ],
)
def test_errors_name_the_file_and_the_line(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(TwinFileError) as raised:
        written(tmp_path, rows)
    assert message.replace("{csv}", str(tmp_path / "fleet.csv")) in str(raised.value)


def test_a_csv_file_that_is_missing_or_not_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / "twin.yaml").write_text(FLEET + "devices_from: fleet.csv\n")
    with pytest.raises(TwinFileError, match=r"twin.yaml:23: devices_from: there is no file .*fleet.csv"):
        deployment.load(tmp_path / "twin.yaml")
    (tmp_path / "fleet.csv").write_bytes(b"id,type\n\xff\xfe,press\n")
    with pytest.raises(TwinFileError, match=r"fleet.csv: not UTF-8 text"):
        deployment.load(tmp_path / "twin.yaml")


@pytest.mark.parametrize("rows", ["", "id,type\n", "id;type\npress-3;press\n", "id,type\npress-3\n", None])
def test_a_csv_file_with_a_fault_is_the_one_that_is_named(tmp_path: Path, rows: str | None) -> None:
    """Not twin.yaml, whose devices are missing because of it."""
    if rows is None:
        (tmp_path / "fleet.csv").mkdir()
    else:
        (tmp_path / "fleet.csv").write_text(rows)
    without_own = FLEET[: FLEET.index("devices:\n")]
    (tmp_path / "twin.yaml").write_text(without_own + "devices_from: fleet.csv\n")
    with pytest.raises(TwinFileError) as raised:
        deployment.load(tmp_path / "twin.yaml")
    (problem,) = raised.value.problems
    assert "fleet.csv" in str(problem)


def test_ten_thousand_devices_are_validated_within_a_second_of_cpu(tmp_path: Path) -> None:
    clouds = ("", "azure", "gcp")
    rows = "".join(f"p-{n},press,line-1,{clouds[n % 3]},Press {n}\n" for n in range(10_000))
    text = FLEET.replace("layer_4_provider: aws", "layer_4_provider: azure")
    written(tmp_path, "id,type,parent,hot_provider,name\n", text)  # imports
    started = time.process_time()
    twin = written(tmp_path, "id,type,parent,hot_provider,name\n" + rows, text)
    spent = time.process_time() - started
    assert len(twin.devices) == 10_003
    assert spent <= 1, f"{spent:.2f} s"
