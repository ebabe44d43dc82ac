"""The deployed packages, invoked: an event is stored, or its failure is told without its values."""

from __future__ import annotations

import time

import pytest

from tests.contract.functions.processors.conftest import (
    DEFAULT_PROCESSOR,
    PERSISTER,
    TYPED_DEVICE,
    USERS_PROCESSOR,
    Failed,
    Layer2,
)

TIME = 1768473000
ID = "2026-01-15T10:30:00.000000000Z"
SECRET = 73.259016  # a telemetry value that turns up nowhere by chance


def test_the_default_processor_passes_telemetry_on(layer_2: Layer2, device: str) -> None:
    event = {"iotDeviceId": device, "time": TIME, "n": 7, "x": 23.5, "on": False, "text": "ä"}
    for _ in range(2):  # the second time as after a retry
        assert layer_2.invoke(DEFAULT_PROCESSOR, event) == {"iotDeviceId": device, "id": ID}
    assert layer_2.stored(device) == [
        {
            "iotDeviceId": {"S": device},
            "id": {"S": ID},
            "n": {"N": "7"},
            "x": {"N": "23.5"},
            "on": {"BOOL": False},
            "text": {"S": "ä"},
        }
    ]


def test_the_wrapper_passes_on_what_the_users_function_returns(layer_2: Layer2, device: str) -> None:
    layer_2.invoke(USERS_PROCESSOR, {"iotDeviceId": device, "time": TIME, "n": 21})
    (item,) = layer_2.stored(device)
    assert (item["n"], item["doubled"]) == ({"N": "21"}, {"N": "42"})


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("raises", "raised KeyError at process.py, line 5"),
        ("quotes", "raised ValueError at process.py, line 7"),
        ("nothing", "returned nothing; expected the event to store"),
        ("a list", "returned no valid event: expected a JSON object, found a value of type list"),
        ("a set", "returned no valid event: errors: a value of type set is not JSON"),
        ("infinite", "returned no valid event: speed: NaN, infinity or a value that contains itself"),
    ],
)
def test_a_users_function_that_fails_is_named_and_its_telemetry_is_not(
    layer_2: Layer2, device: str, case: str, told: str
) -> None:
    event = {"iotDeviceId": device, "time": TIME, "secret": SECRET, "case": case}
    with pytest.raises(Failed) as raised:
        layer_2.invoke(USERS_PROCESSOR, event)
    assert str(raised.value).startswith(f"process() in process.py, for device {device}, {told}")
    assert layer_2.stored(device) == []
    assert told_without_telemetry(layer_2, device)


def test_the_processor_reports_what_the_persister_rejects(layer_2: Layer2, device: str) -> None:
    with pytest.raises(Failed) as raised:
        layer_2.invoke(USERS_PROCESSOR, {"iotDeviceId": device, "time": TIME, "n": SECRET, "case": "no time"})
    told = str(raised.value)
    assert told.startswith(f"persister did not store the event of device {device}: ")
    assert "time: expected an ISO 8601 time with a zone" in told
    assert told_without_telemetry(layer_2, device)


def test_the_processor_reports_a_conflict(layer_2: Layer2, device: str) -> None:
    event = {"iotDeviceId": device, "time": TIME, "n": 1}
    layer_2.invoke(DEFAULT_PROCESSOR, event)
    with pytest.raises(Failed, match=f"device {device} has another record at {ID}"):
        layer_2.invoke(DEFAULT_PROCESSOR, event | {"n": SECRET})
    assert told_without_telemetry(layer_2, device)


def test_the_persister_holds_events_to_the_types_in_its_package(layer_2: Layer2) -> None:
    event = {"iotDeviceId": TYPED_DEVICE, "time": TIME}
    with pytest.raises(Failed, match="rpm: a number is not of type INTEGER"):
        layer_2.invoke(DEFAULT_PROCESSOR, event | {"rpm": SECRET})
    assert layer_2.stored(TYPED_DEVICE) == []
    assert told_without_telemetry(layer_2, TYPED_DEVICE)
    layer_2.invoke(DEFAULT_PROCESSOR, event | {"rpm": 900})
    assert [item["rpm"] for item in layer_2.stored(TYPED_DEVICE)] == [{"N": "900"}]


def test_the_persister_refuses_an_event_from_the_future(layer_2: Layer2, device: str) -> None:
    with pytest.raises(Failed, match=r"time: 2043-05-03T22:12:23\.0+Z is more than 600 seconds ahead"):
        layer_2.invoke(PERSISTER, {"iotDeviceId": device, "time": 2314303943, "n": 1})
    assert layer_2.stored(device) == []
    layer_2.invoke(PERSISTER, {"iotDeviceId": device, "time": time.time() + 500, "n": 1})
    assert len(layer_2.stored(device)) == 1


@pytest.mark.parametrize("function", [DEFAULT_PROCESSOR, USERS_PROCESSOR, PERSISTER])
def test_an_event_that_is_no_object_is_refused(layer_2: Layer2, function: str) -> None:
    with pytest.raises(Failed, match="the event is not a JSON object"):
        layer_2.invoke(function, [1])


def told_without_telemetry(layer_2: Layer2, device: str) -> bool:
    """Whether the logs so far have the device's failure, and not the value that it came with."""
    written = logs(layer_2)
    return f"device {device}" in written and str(SECRET) not in written


def logs(layer_2: Layer2) -> str:
    """All that the Lambdas have written so far."""
    client = layer_2.aws.client("logs")
    groups = [group["logGroupName"] for group in client.describe_log_groups()["logGroups"]]
    return "\n".join(
        event["message"]
        for group in groups
        for event in client.filter_log_events(logGroupName=group)["events"]
    )
