"""What TwinMaker and Grafana's plugin get of all devices of a type."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.errors import InvalidQuery
from twin_component_type.errors import (
    CloudFailed,
    DeviceFailed,
    RosterUnavailable,
    TooManyDevices,
    UnknownComponentType,
)
from twin_component_type.position import decoded
from twin_component_type.reader import (
    _LARGEST_REFERENCES,
    COMPONENT_TYPE,
    ComponentTypeReader,
    _reference,
)
from twin_component_type.roster import Member, Roster
from twin_connector.handler import handler_of

from crosstwin.local import aws as local_aws
from crosstwin.packages import functions
from crosstwin.twin.names import ALARM_KEY, ENTITY_ID_LENGTH, NAME_LENGTH
from tests.contract.functions.component_type.conftest import BUCKET, CLOUDS, KEY, Clouds
from tests.contract.functions.connector import server
from tests.contract.functions.connector.conftest import Context
from tests.contract.functions.connector.events import TOKEN
from tests.twinmaker import parse_history
from tests.unit.core.memory_store import MemoryStore

TYPE = "factory.press"


def event(**changed: Any) -> dict[str, Any]:
    """AWS's documented request of a dataReaderByComponentType."""
    return {
        "workspaceId": "factory",
        "componentTypeId": TYPE,
        "selectedProperties": ["alarm_status"],
        "startDateTime": 1768471200,
        "startTime": "2026-01-15T10:00:00Z",
        "endDateTime": 1768474800,
        "endTime": "2026-01-15T11:00:00Z",
        "properties": {
            "iotDeviceId": definition("STRING", isExternalId=True),
            "alarm_key": definition("STRING", isExternalId=True),
            "alarm_status": definition("STRING", isTimeSeries=True),
        },
        "orderByTime": "ASCENDING",
        **changed,
    }


def definition(data_type: str, **more: bool) -> dict[str, Any]:
    return {"definition": {"dataType": {"type": data_type}, "isExternalId": False, **more}}


def fleet(clouds: Clouds, count: int, rows: int = 3, **externals: Any) -> list[str]:
    """`count` presses over three clouds, the first a component of another entity."""
    devices: dict[str, list[list[str]]] = {cloud: [] for cloud in CLOUDS}
    records: dict[str, list[dict[str, Any]]] = {cloud: [] for cloud in CLOUDS}
    for number in range(count):
        cloud, device = CLOUDS[number % 3], f"press-{number:03}"
        devices[cloud].append([device, "pump-7", "press"] if number == 0 else [device, device, "telemetry"])
        records[cloud] += [
            {"iotDeviceId": device, "id": f"2026-01-15T10:{minute:02}:00Z", "alarm_status": f"S{minute}"}
            for minute in range(rows)
        ]
    external_ids = externals.get("external_ids", ["iotDeviceId", "alarm_key"])
    clouds.write_roster({TYPE: {"externalIds": external_ids, "devices": devices}})
    for cloud in CLOUDS:
        clouds.stores[cloud] = MemoryStore(records[cloud], page_size=50)
    return [device for cloud in CLOUDS for device, _, _ in devices[cloud]]


def pages(clouds: Clouds, **changed: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token: dict[str, Any] = {}
    while True:
        found.append(clouds.handler(event(**changed, **token), Context()))
        if "nextToken" not in found[-1]:
            return found
        token = {"nextToken": found[-1]["nextToken"]}


def rows(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (entry["entityPropertyReference"]["externalIdProperty"]["iotDeviceId"], value["time"])
        for answer in found
        for entry in answer["propertyValues"]
        for value in entry["values"]
    ]


def test_one_query_answers_for_all_devices_of_a_type_on_three_clouds(clouds: Clouds) -> None:
    devices = fleet(clouds, 4, rows=1)
    answer = clouds.handler(event(), Context())
    parse_history(answer)  # botocore's model knows every part
    assert answer["propertyValues"][0] == {
        "entityPropertyReference": {
            "entityId": "pump-7",
            "componentName": "press",
            "externalIdProperty": {"iotDeviceId": "press-000", "alarm_key": "press-000"},
            "propertyName": "alarm_status",
        },
        "values": [{"time": "2026-01-15T10:00:00Z", "value": {"stringValue": "S0"}}],
    }
    assert [device for device, _ in rows([answer])] == devices
    assert sorted(cloud for cloud, _ in clouds.asked) == sorted(CLOUDS), "each cloud is asked once"


def test_a_type_of_one_cloud_answers_for_its_devices_alone(clouds: Clouds) -> None:
    fleet(clouds, 6)
    answer = clouds.handler(event(componentTypeId=f"{TYPE}.gcp"), Context())
    assert {device for device, _ in rows([answer])} == {"press-002", "press-005"}


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
@pytest.mark.parametrize("count", [1, 7, 200])
def test_all_pages_together_have_each_row_once(clouds: Clouds, order: str, count: int) -> None:
    devices = fleet(clouds, count)
    found = pages(clouds, orderByTime=order, maxResults=25)
    assert all(len(rows([answer])) <= 25 for answer in found)
    times = [f"2026-01-15T10:0{minute}:00Z" for minute in range(3)]
    assert sorted(rows(found)) == sorted((device, time) for device in devices for time in times)
    for device in devices:
        of_device = [time for one, time in rows(found) if one == device]
        assert of_device == sorted(times, reverse=order == "DESCENDING")


def test_a_page_is_no_larger_than_a_lambda_may_answer(clouds: Clouds) -> None:
    """With the entity of each series, which for many properties of many devices is a megabyte."""
    names = [f"p{number:02}" for number in range(50)]
    devices: dict[str, list[list[str]]] = {cloud: [] for cloud in CLOUDS}
    records: dict[str, list[dict[str, Any]]] = {cloud: [] for cloud in CLOUDS}
    for number in range(200):
        cloud, device = CLOUDS[number % 3], f"urn:dev:mac:{number:016}"
        devices[cloud].append([device, device, "telemetry"])
        records[cloud] += [
            {"iotDeviceId": device, "id": f"2026-01-15T10:{minute:02}:00Z", **dict.fromkeys(names, 1.5)}
            for minute in range(7)
        ]
    clouds.write_roster({TYPE: {"externalIds": ["iotDeviceId"], "devices": devices}})
    for cloud in CLOUDS:
        clouds.stores[cloud] = MemoryStore(records[cloud], page_size=1000)
    properties = {name: definition("DOUBLE", isTimeSeries=True) for name in names}
    found = pages(clouds, selectedProperties=names, properties=properties)
    # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    assert max(len(json.dumps(answer)) for answer in found) <= 6 * 1024 * 1024
    assert sum(len(rows([answer])) for answer in found) == 200 * 7 * 50


def test_a_page_of_one_cloud_alone_is_no_larger_than_a_lambda_may_answer(clouds: Clouds) -> None:
    """Its reader's answer has 5 MB. The longest ids that TwinMaker takes add half as much."""
    names = [f"p{number:02}" for number in range(50)]
    devices = [f"{number:03}-{'i' * 124}" for number in range(100)]
    members = [[device, f"{number:03}-{'e' * 124}", "c" * 128] for number, device in enumerate(devices)]
    external_ids = ["iotDeviceId", "alarm_key"]
    clouds.write_roster({TYPE: {"externalIds": external_ids, "devices": {"gcp": members}}})
    clouds.stores["gcp"] = MemoryStore(
        [
            {"iotDeviceId": device, "id": "2026-01-15T10:00:00Z", **dict.fromkeys(names, "v" * 900)}
            for device in devices
        ]
    )
    properties = {name: definition("STRING", isTimeSeries=True) for name in names}
    found = pages(clouds, selectedProperties=names, properties=properties)
    assert max(len(json.dumps(answer)) for answer in found) <= 6_000_000
    assert len(rows(found)) == len({*rows(found)}) * 50 == 100 * 50


def test_over_a_hundred_devices_of_a_cloud_are_asked_in_turn(clouds: Clouds) -> None:
    names = [[f"press-{number:03}"] * 2 + ["telemetry"] for number in range(150)]
    clouds.write_roster({TYPE: {"externalIds": ["iotDeviceId"], "devices": {"aws": names}}})
    records = [
        {"iotDeviceId": name, "id": "2026-01-15T10:00:00Z", "alarm_status": "S"} for name, _, _ in names
    ]
    clouds.stores["aws"] = MemoryStore(records, page_size=50)
    assert len(rows(pages(clouds))) == 150
    assert [len(payload["devices"]) for _, payload in clouds.asked if "nextToken" not in payload] == [100, 50]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_one_cloud_down_is_a_named_failure_and_never_a_part(clouds: Clouds, cloud: str) -> None:
    fleet(clouds, 6)
    clouds.down = {cloud}
    with pytest.raises(CloudFailed, match=f"no answer for the devices on {cloud}: RemoteReaderError: .* 503"):
        clouds.handler(event(), Context())


def test_the_log_has_the_attempts_on_all_clouds_and_the_worst_status(
    clouds: Clouds, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "hotread")
    fleet(clouds, 6)
    clouds.handler(event(), Context())
    clouds.down = {"gcp"}
    with pytest.raises(CloudFailed):
        clouds.handler(event(componentTypeId=f"{TYPE}.gcp"), Context())
    lines: list[Any] = [line for line in caplog.records if line.getMessage() == "component type query"]
    assert [(line.attempts, line.status) for line in lines] == [(3, 200), (1, 503)]


def test_only_a_cloud_without_a_hot_reader_is_reported_as_such(clouds: Clouds) -> None:
    class Failing:
        caller = Caller.HTTP

        def ask(self, payload: Any, query: Any) -> bytes:
            raise KeyError("StatusCode")

    fleet(clouds, 3)
    handler = handler_of(COMPONENT_TYPE, ComponentTypeReader(Roster(BUCKET, KEY), {"aws": Failing()}))
    with pytest.raises(CloudFailed, match="no answer for the devices on aws: KeyError"):
        handler(event(componentTypeId=f"{TYPE}.aws"), Context())
    with pytest.raises(CloudFailed, match="the function has no hot reader of gcp"):
        handler(event(componentTypeId=f"{TYPE}.gcp"), Context())


def test_a_reader_of_version_0_1_is_named_as_such(clouds: Clouds) -> None:
    fleet(clouds, 3)
    refusal = {"code": "INVALID_QUERY", "message": "iotDeviceId is missing, and neither properties nor …"}
    clouds.servers["gcp"].will(server.answer({"error": refusal}, 400))
    with pytest.raises(CloudFailed, match=r"gcp: .*of version 0\.1, which takes one device in a query"):
        clouds.handler(event(), Context())


def test_one_device_at_fault_is_a_named_failure(clouds: Clouds) -> None:
    fleet(clouds, 3)
    clouds.stores["gcp"].records[0]["alarm_status"] = 7
    with pytest.raises(DeviceFailed, match="gcp: device press-002: VALUE_TYPE_MISMATCH"):
        clouds.handler(event(), Context())


A, B, C = "press-000", "press-003", "press-006"


@pytest.mark.parametrize(
    ("pages_", "missing"),
    [
        ([([A, C], None)], B),
        ([([B], "t")], A),
        ([([A, C], "t")], B),
        ([([B, A], "t")], A),
        ([([], "t")], A),
        ([([A], "t"), ([B], None)], C),
        ([([A], "t"), ([], None)], B),
        ([([A], "t"), ([C], None)], B),
        ([([A], "t"), ([C], "u")], B),
        ([([A, B], "t"), ([A, B, C], None)], C),
        ([([A, B], "t"), ([B], "u"), ([A], "v")], C),
        ([([A, B, C], "t"), ([], None)], C),
    ],
)
def test_a_device_that_a_reader_leaves_out_is_not_one_without_values(
    clouds: Clouds, pages_: list[tuple[list[str], str | None]], missing: str
) -> None:
    fleet(clouds, 9)
    reference = {"propertyName": "alarm_status"}
    values = [{"entityPropertyReference": reference, "values": []}]
    answers = [
        {"devices": [{"iotDeviceId": one, "propertyValues": values} for one in devices], "nextToken": token}
        for devices, token in pages_
    ]
    clouds.servers["aws"].will(*[server.answer(body, 200) for body in answers])
    with pytest.raises(CloudFailed, match=f"aws: .*no entry for the device '{missing}' in its place"):
        pages(clouds, componentTypeId=f"{TYPE}.aws")


def test_a_history_that_takes_several_pages_is_not_a_device_that_comes_again(clouds: Clouds) -> None:
    fleet(clouds, 9)
    values = [{"entityPropertyReference": {"propertyName": "alarm_status"}, "values": []}]
    given: list[tuple[list[str], str | None]] = [
        ([A], "t"),
        ([A], "u"),
        ([A, B], "v"),
        ([C], "w"),
        ([C], None),
    ]
    answers = [
        {"devices": [{"iotDeviceId": one, "propertyValues": values} for one in devices], "nextToken": token}
        for devices, token in given
    ]
    clouds.servers["aws"].will(*[server.answer(body, 200) for body in answers])
    assert len(pages(clouds, componentTypeId=f"{TYPE}.aws")) == len(given)


def test_the_references_of_one_device_alone_have_room_beside_a_readers_answer() -> None:
    """With names as long as twin.yaml allows, and as many properties as TwinMaker returns of a component."""
    device = "d" * ENTITY_ID_LENGTH
    largest = _reference(Member(device, device, "c" * NAME_LENGTH), ["iotDeviceId", ALARM_KEY])
    assert 800 * len(json.dumps(largest)) < _LARGEST_REFERENCES


def test_over_200_devices_are_refused_by_name_before_any_cloud_is_asked(clouds: Clouds) -> None:
    fleet(clouds, 201)
    with pytest.raises(TooManyDevices, match=r"factory\.press has 201 devices, and a query takes 200"):
        clouds.handler(event(), Context())
    assert clouds.asked == []
    assert clouds.handler(event(componentTypeId=f"{TYPE}.aws"), Context())["propertyValues"]


def test_a_new_roster_is_read_and_a_token_for_other_devices_is_refused(clouds: Clouds) -> None:
    fleet(clouds, 2)
    token = clouds.handler(event(maxResults=1), Context())["nextToken"]
    fleet(clouds, 3)
    assert len(rows([clouds.handler(event(), Context())])) == 9
    with pytest.raises(InvalidQuery, match="nextToken is of a query for other devices"):
        clouds.handler(event(nextToken=token), Context())
    token = clouds.handler(event(maxResults=1), Context())["nextToken"]
    with pytest.raises(InvalidQuery, match="nextToken is of a query for other devices or properties"):
        clouds.handler(event(nextToken=token, selectedProperties=["alarm_status", "force"]), Context())
    for made_up in ("x", "e30=", 7, "eyJvZiI6MX0="):
        with pytest.raises(InvalidQuery, match="nextToken was not issued by this reader"):
            clouds.handler(event(nextToken=made_up), Context())


@pytest.mark.parametrize(
    "places",
    [
        *(
            "{}",
            '{"aws":[1e400,null,0]}',
            '{"aws":[0.5,null,0]}',
            '{"aws":[0,{},0]}',
            '{"aws":[0]}',
            "[]",
            "1",
        ),
        *('{"aws":[0,null]}', '{"aws":[0,null,0.5]}', '{"aws":[0,null,true]}'),
    ],
)
def test_a_token_of_other_places_is_refused_and_not_answered_from_the_start(places: str) -> None:
    token = base64.urlsafe_b64encode(f'{{"of":"fleet","at":{places}}}'.encode()).decode()
    with pytest.raises(InvalidQuery, match="was not issued by this reader"):
        decoded(token, "fleet")


@pytest.mark.parametrize("listed", [-1, 4])
def test_a_token_that_lists_other_devices_is_refused(clouds: Clouds, listed: int) -> None:
    fleet(clouds, 9)
    token = clouds.handler(event(componentTypeId=f"{TYPE}.aws", maxResults=1), Context())["nextToken"]
    content = json.loads(base64.urlsafe_b64decode(token))
    content["at"]["aws"][2] = listed
    changed = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
    with pytest.raises(InvalidQuery, match="was not issued by this reader"):
        clouds.handler(event(componentTypeId=f"{TYPE}.aws", maxResults=1, nextToken=changed), Context())


def test_what_is_not_there_is_named(clouds: Clouds) -> None:
    fleet(clouds, 1)
    with pytest.raises(UnknownComponentType, match=r"no devices of the component type factory\.valve"):
        clouds.handler(event(componentTypeId="factory.valve"), Context())
    with pytest.raises(InvalidQuery, match="componentTypeId is missing"):
        clouds.handler({**event(), "componentTypeId": None}, Context())
    with pytest.raises(InvalidQuery, match="startTime is missing"):
        clouds.handler({**event(), "startTime": None}, Context())


def test_a_roster_that_cannot_be_read_is_a_named_failure(clouds: Clouds) -> None:
    clouds.s3.delete_object(Bucket=BUCKET, Key=KEY)
    with pytest.raises(RosterUnavailable, match="the list of devices cannot be read: NoSuchKey"):
        clouds.handler(event(), Context())


def test_grafanas_alarms_are_the_newest_state_of_each_device(clouds: Clouds) -> None:
    """GetAlarms of grafana-iot-twinmaker-app (pkg/plugin/twinmaker/handler.go and utils.go).

    It selects alarm_status alone, newest first, keeps the first value of each series over all pages, and
    looks an entity up by any external id that the component type defines.
    """
    devices = fleet(clouds, 7)
    request = event(orderByTime="DESCENDING")
    for name in ("startDateTime", "endDateTime"):
        del request[name]
    newest: dict[str, str] = {}
    for answer in pages(clouds, orderByTime="DESCENDING", maxResults=4):
        for entry in answer["propertyValues"]:
            identities = entry["entityPropertyReference"]["externalIdProperty"]
            assert len({*identities.values()}) == 1, "any of them finds the entity"
            newest.setdefault(identities["alarm_key"], entry["values"][0]["value"]["stringValue"])
    assert newest == dict.fromkeys(devices, "S2")


def test_grafanas_filter_on_an_alarms_state_is_passed_on(clouds: Clouds) -> None:
    fleet(clouds, 3)
    active = {"propertyName": "alarm_status", "operator": "=", "value": {"stringValue": "S1"}}
    answer = clouds.handler(event(propertyFilters=[active]), Context())
    assert {time for _, time in rows([answer])} == {"2026-01-15T10:01:00Z"}


def test_the_lambda_of_the_deployed_zip_asks_the_local_reader_and_one_over_http(
    emulator: local_aws.AwsEmulator, clouds: Clouds
) -> None:
    """In a Lambda of the emulator: the local hot reader by IAM, another cloud's by URL and token."""
    fleet(clouds, 0)
    local = local_aws.create_reader(emulator, TOKEN)
    record = {"iotDeviceId": "press-1", "id": "2026-01-15T10:00:00Z", "alarm_status": "ACTIVE"}
    local.put([record])
    clouds.stores["gcp"] = MemoryStore([{**record, "iotDeviceId": "press-2"}])
    rows_of = {"aws": [["press-1", "press-1", "telemetry"]], "gcp": [["press-2", "press-2", "telemetry"]]}
    clouds.write_roster({TYPE: {"externalIds": ["iotDeviceId"], "devices": rows_of}})
    variables = {
        "ROSTER_BUCKET": BUCKET,
        "ROSTER_KEY": KEY,
        "HOT_READERS": json.dumps(
            {
                "aws": {"function": local_aws.HOT_READER},
                "gcp": {"url": clouds.servers["gcp"].url, "token": TOKEN},
            }
        ),
    }
    zip_file = functions.build("aws/component-type-reader")
    local_aws.create_function(emulator, "component-type-reader", zip_file, variables)
    response = emulator.client("lambda").invoke(
        FunctionName="component-type-reader", Payload=json.dumps(event()).encode()
    )
    answer = json.loads(response["Payload"].read())
    assert "FunctionError" not in response, answer
    assert rows([answer]) == [("press-1", "2026-01-15T10:00:00Z"), ("press-2", "2026-01-15T10:00:00Z")]
