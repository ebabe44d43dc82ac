"""The emulator's rules, each asked for by Microsoft's own SDK."""

from __future__ import annotations

import time
from typing import Any

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError, ResourceExistsError
from azure.digitaltwins.core import DigitalTwinsClient

from crosstwin.local.digital_twins.options import Options
from tests.contract.digital_twins.conftest import Clock, sdk
from tests.contract.digital_twins.graphs import base_models, dtmi, models_of, type_model

PLACE, DEVICE = dtmi("factory", "Place"), dtmi("factory", "Device")
PUMP = {"properties": {"rpm": "integer", "running": "boolean", "status": "string"}}
PUMP_ID, PUMP_MODEL = type_model("factory", "pump", PUMP)
TIME = "2026-01-15T10:30:00Z"
Patch = list[dict[str, Any]]


@pytest.fixture
def pump(client: DigitalTwinsClient) -> dict[str, Any]:
    bases = [model["interface"] for model in base_models("factory").values()]
    client.create_models([*bases, PUMP_MODEL["interface"]])
    twin: dict[str, Any] = client.upsert_digital_twin(
        "pump-7", {"$metadata": {"$model": PUMP_ID}, "hotProvider": "gcp"}
    )
    return twin


def code(error: pytest.ExceptionInfo[HttpResponseError]) -> tuple[int | None, str | None]:
    return error.value.status_code, error.value.error.code if error.value.error else None


def patched(client: DigitalTwinsClient, *operations: tuple[str, str, Any], **options: Any) -> dict[str, Any]:
    patch = [{"op": name, "path": path, "value": value} for name, path, value in operations]
    client.update_digital_twin("pump-7", patch, **options)
    twin: dict[str, Any] = client.get_digital_twin("pump-7")
    return twin


def refused(client: DigitalTwinsClient, *operations: tuple[str, str, Any]) -> tuple[int | None, str | None]:
    with pytest.raises(HttpResponseError) as raised:
        patched(client, *operations)
    return code(raised)


def query(client: DigitalTwinsClient, text: str) -> list[dict[str, Any]]:
    return [dict(row) for row in client.query_twins(text)]


def test_models_are_added_all_or_none_and_once(client: DigitalTwinsClient) -> None:
    models = models_of("factory")
    with pytest.raises(HttpResponseError) as raised:
        client.create_models([*models, {"@id": "not a DTMI"}])
    assert code(raised) == (400, "DTDLParserError")
    assert list(client.list_models()) == []
    client.create_models(models)
    with pytest.raises(ResourceExistsError) as exists:
        client.create_models(models[:1])
    assert code(exists) == (409, "ModelAlreadyExists")
    listed = client.list_models(include_model_definition=True)
    assert {model.id: model.model for model in listed} == {model["@id"]: model for model in models}


def test_models_come_in_pages(client: DigitalTwinsClient) -> None:
    models = [type_model("factory", f"t{i}", PUMP)[1]["interface"] for i in range(120)]
    bases = [model["interface"] for model in base_models("factory").values()]
    client.create_models([*bases, *models])
    assert len([*client.list_models()]) == 122


def test_more_than_250_models_are_refused(client: DigitalTwinsClient) -> None:
    models = [{**base_models("factory")[PLACE]["interface"], "@id": dtmi("f", f"p{i}")} for i in range(251)]
    with pytest.raises(HttpResponseError) as raised:
        client.create_models(models)
    assert code(raised) == (400, "LimitExceeded")


def test_a_model_that_another_extends_stays(client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
    with pytest.raises(HttpResponseError) as raised:
        client.delete_model(DEVICE)
    assert code(raised) == (409, "ModelReferencesNotDeleted")
    client.delete_model(PUMP_ID)
    client.delete_model(DEVICE)
    with pytest.raises(HttpResponseError) as absent:
        client.delete_model(DEVICE)
    assert code(absent) == (404, "ModelNotFound")


def test_a_twin_is_created_once_or_replaced_whole(client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
    assert pump["$etag"].startswith('W/"')
    assert set(pump["$metadata"]) == {"$model", "$lastUpdateTime", "hotProvider"}
    twin = {"$metadata": {"$model": PUMP_ID}, "rpm": 900}
    with pytest.raises(HttpResponseError) as raised:
        client.upsert_digital_twin("pump-7", twin, match_condition=MatchConditions.IfMissing)
    assert code(raised) == (412, "PreconditionFailed")
    assert "hotProvider" not in client.upsert_digital_twin("pump-7", twin)


@pytest.mark.parametrize(
    "twin",
    [
        {"$metadata": {"$model": dtmi("factory", "Nothing")}},
        {"$metadata": {"$model": PUMP_ID}, "unknown": 1},
        {"$metadata": {"$model": PUMP_ID}, "contains": 1},
        {"$metadata": {"$model": PUMP_ID}, "rpm": 1.5},
        {"rpm": 1},
    ],
)
def test_a_twin_fits_its_model(
    client: DigitalTwinsClient, pump: dict[str, Any], twin: dict[str, Any]
) -> None:
    with pytest.raises(HttpResponseError) as raised:
        client.upsert_digital_twin("pump-8", twin)
    assert code(raised) == (400, "ValidationFailed")


def test_add_works_always_and_replace_and_remove_only_of_what_is_set(
    client: DigitalTwinsClient, pump: dict[str, Any]
) -> None:
    assert refused(client, ("replace", "/rpm", 900)) == (400, "JsonPatchInvalid")
    assert refused(client, ("remove", "/rpm", None)) == (400, "JsonPatchInvalid")
    assert refused(client, ("test", "/rpm", 900)) == (400, "JsonPatchInvalid")
    for value in (900, 901):
        assert patched(client, ("add", "/rpm", value))["rpm"] == value
    twin = patched(client, ("replace", "/rpm", 902), ("add", "/running", True))
    assert twin["$metadata"]["rpm"].keys() == {"lastUpdateTime"}
    twin = patched(client, ("remove", "/rpm", None))
    assert "rpm" not in twin
    assert "rpm" not in twin["$metadata"]


def test_a_patch_is_whole_or_not_at_all(client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
    assert refused(client, ("add", "/rpm", 900), ("add", "/unknown", 1)) == (400, "ValidationFailed")
    assert refused(client, ("add", "/rpm", 2**31)) == (400, "ValidationFailed")
    assert client.get_digital_twin("pump-7") == pump


def test_a_stale_etag_is_refused(client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
    match = {"etag": pump["$etag"], "match_condition": MatchConditions.IfNotModified}
    patched(client, ("add", "/rpm", 900), **match)
    with pytest.raises(HttpResponseError) as raised:
        patched(client, ("add", "/rpm", 901), **match)
    assert code(raised) == (412, "PreconditionFailed")
    with pytest.raises(HttpResponseError) as deleted:
        client.delete_digital_twin("pump-7", **match)
    assert code(deleted) == (412, "PreconditionFailed")


def test_a_string_has_4096_bytes_at_most_and_a_request_32_kib(
    client: DigitalTwinsClient, pump: dict[str, Any]
) -> None:
    assert patched(client, ("add", "/status", "é" * 2048))["status"] == "é" * 2048
    assert refused(client, ("add", "/status", "x" * 4097)) == (400, "ValidationFailed")
    assert refused(client, ("add", "/status", "x" * 33_000)) == (413, "RequestEntityTooLarge")


def test_a_model_changes_with_whatever_makes_the_twin_fit_it(
    client: DigitalTwinsClient, pump: dict[str, Any]
) -> None:
    other, model = type_model("factory", "pump", {"properties": {"rpm": "double"}})
    client.create_models([model["interface"]])
    patched(client, ("add", "/rpm", 900), ("add", "/running", True))
    change = ("replace", "/$metadata/$model", other)
    assert refused(client, change) == (400, "ValidationFailed")
    twin = patched(client, change, ("remove", "/running", None), ("add", "/rpm", 1.5))
    assert (twin["$metadata"]["$model"], twin["rpm"]) == (other, 1.5)


class TestSourceTime:
    """Of a property that has a value it can be set. Of one set in the same patch, it is not known."""

    FIRST = (("add", "/rpm", 900), ("replace", "/$metadata/rpm/sourceTime", TIME))

    def test_of_a_property_with_a_value(self, client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
        assert refused(client, self.FIRST[1]) == (400, "JsonPatchInvalid")
        patched(client, self.FIRST[0])
        assert patched(client, *self.FIRST)["$metadata"]["rpm"]["sourceTime"] == TIME
        # A later value without one keeps it.
        assert patched(client, ("add", "/rpm", 901))["$metadata"]["rpm"]["sourceTime"] == TIME
        assert refused(client, ("replace", "/$metadata/rpm/sourceTime", "now")) == (400, "JsonPatchInvalid")

    @pytest.mark.parametrize("options", [Options(first_source_time=False)])
    def test_refused_for_the_first_time(self, client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
        assert refused(client, *self.FIRST) == (400, "JsonPatchInvalid")

    @pytest.mark.parametrize("options", [Options(first_source_time=True)])
    def test_accepted_for_the_first_time(self, client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
        assert patched(client, *self.FIRST)["$metadata"]["rpm"]["sourceTime"] == TIME


class TestRelationships:
    @pytest.fixture(autouse=True)
    def line(self, client: DigitalTwinsClient, pump: dict[str, Any]) -> None:
        client.upsert_digital_twin("line-2", {"$metadata": {"$model": PLACE}})

    @staticmethod
    def put(client: DigitalTwinsClient, source: str, target: str, name: str = "contains") -> dict[str, Any]:
        body = {"$targetId": target, "$relationshipName": name}
        made: dict[str, Any] = client.upsert_relationship(
            source, target, body, match_condition=MatchConditions.IfMissing
        )
        return made

    def test_a_twin_with_a_relationship_stays(self, client: DigitalTwinsClient) -> None:
        made = self.put(client, "line-2", "pump-7")
        assert (made["$sourceId"], made["$relationshipId"], made["$targetId"]) == (
            *("line-2", "pump-7", "pump-7"),
        )
        for twin in ("line-2", "pump-7"):
            with pytest.raises(HttpResponseError) as raised:
                client.delete_digital_twin(twin)
            assert code(raised) == (400, "RelationshipsNotDeleted")
        client.delete_relationship("line-2", "pump-7")
        client.delete_digital_twin("pump-7")

    @pytest.mark.parametrize(
        ("source", "target", "name", "expected"),
        [
            ("line-2", "pump-8", "contains", (404, "TargetTwinNotFound")),
            ("line-9", "pump-7", "contains", (404, "DigitalTwinNotFound")),
            ("line-2", "pump-7", "holds", (400, "InvalidRelationship")),
            ("line-2", "line-2", "contains", (400, "OperationNotAllowed")),
        ],
    )
    def test_ends_and_name_are_checked(
        self, client: DigitalTwinsClient, source: str, target: str, name: str, expected: tuple[int, str]
    ) -> None:
        with pytest.raises(HttpResponseError) as raised:
            self.put(client, source, target, name)
        assert code(raised) == expected

    def test_it_is_created_once(self, client: DigitalTwinsClient) -> None:
        self.put(client, "line-2", "pump-7")
        with pytest.raises(HttpResponseError) as raised:
            self.put(client, "line-2", "pump-7")
        assert code(raised) == (412, "PreconditionFailed")
        with pytest.raises(HttpResponseError) as absent:
            client.delete_relationship("line-2", "other")
        assert code(absent) == (404, "RelationshipNotFound")


class TestQueries:
    def test_they_lag_behind_and_a_get_does_not(
        self, client: DigitalTwinsClient, pump: dict[str, Any], clock: Clock
    ) -> None:
        text = f"SELECT * FROM DIGITALTWINS T WHERE IS_OF_MODEL(T, '{DEVICE}')"
        assert query(client, text) == []
        clock.now += 10
        assert query(client, text) == [pump]
        changed = patched(client, ("add", "/rpm", 900))
        assert query(client, text) == [pump]
        clock.now += 10
        assert query(client, text) == [changed]

    @pytest.mark.parametrize("options", [Options(query_lag=0)])
    def test_they_select_by_model_and_property(
        self, client: DigitalTwinsClient, pump: dict[str, Any]
    ) -> None:
        client.upsert_digital_twin("line-2", {"$metadata": {"$model": PLACE}})
        TestRelationships.put(client, "line-2", "pump-7")
        of_model = "SELECT T.$dtId, T.rpm FROM digitaltwins T WHERE IS_OF_MODEL('{}')"
        assert query(client, of_model.format(PLACE)) == [{"$dtId": "pump-7"}, {"$dtId": "line-2"}]
        assert query(client, of_model.format(PUMP_ID)) == [{"$dtId": "pump-7"}]
        provider = f"SELECT * FROM digitaltwins T WHERE IS_OF_MODEL(T, '{DEVICE}') AND T.hotProvider = '{{}}'"
        assert [len(query(client, provider.format(cloud))) for cloud in ("gcp", "aws")] == [1, 0]
        (relationship,) = query(client, "SELECT * FROM relationships")
        assert relationship["$targetId"] == "pump-7"

    @pytest.mark.parametrize("options", [Options(query_lag=0, query_page=7)])
    def test_they_come_in_pages_with_a_charge_for_each(
        self, client: DigitalTwinsClient, pump: dict[str, Any]
    ) -> None:
        for i in range(9):
            client.upsert_digital_twin(f"line-{i}", {"$metadata": {"$model": PLACE}})
        charges: list[float] = []

        def keep(response: Any) -> None:
            charges.append(float(response.http_response.headers["query-charge"]))

        rows = client.query_twins("SELECT * FROM digitaltwins", raw_response_hook=keep)
        assert (len([*rows]), len(charges)) == (10, 2)
        sized = client.query_twins(
            "SELECT * FROM digitaltwins", headers={"max-items-per-page": "2"}, raw_response_hook=keep
        )
        assert (len([*sized]), len(charges)) == (10, 7)

    @pytest.mark.parametrize("text", ["", "SELECT", "DELETE FROM digitaltwins", "SELECT * FROM x " * 600])
    def test_an_unknown_form_is_refused(self, client: DigitalTwinsClient, text: str) -> None:
        with pytest.raises(HttpResponseError) as raised:
            query(client, text)
        assert code(raised) == (400, "SqlQueryError")


class TestRates:
    def test_ten_changes_a_second_of_one_twin(
        self, client: DigitalTwinsClient, pump: dict[str, Any], clock: Clock
    ) -> None:
        for value in range(9):  # its creation was the tenth
            patched(client, ("add", "/rpm", value))
        assert refused(client, ("add", "/rpm", 10)) == (429, "TooManyRequests")
        clock.now += 1
        patched(client, ("add", "/rpm", 10))

    def test_fifty_creations_a_second(
        self, client: DigitalTwinsClient, pump: dict[str, Any], clock: Clock
    ) -> None:
        for i in range(49):
            client.upsert_digital_twin(f"line-{i}", {"$metadata": {"$model": PLACE}})
        with pytest.raises(HttpResponseError) as raised:
            client.delete_digital_twin("line-1")
        assert code(raised) == (429, "TooManyRequests")
        clock.now += 1
        client.delete_digital_twin("line-1")

    def test_the_sdk_waits_for_as_long_as_it_is_asked_to(
        self, url: str, client: DigitalTwinsClient, pump: dict[str, Any], clock: Clock
    ) -> None:
        def no_wait(seconds: float) -> None:
            waits.append(seconds)
            clock.now += seconds

        waits: list[float] = []
        patient = sdk(url)
        patient._client._client._pipeline._transport.sleep = no_wait
        started = time.monotonic()
        for value in range(12):
            patched(patient, ("add", "/rpm", value))
        assert waits == [1]
        assert time.monotonic() - started < 5


def test_what_is_not_there_is_named(client: DigitalTwinsClient) -> None:
    with pytest.raises(HttpResponseError) as raised:
        client.get_digital_twin("pump-9")
    assert code(raised) == (404, "DigitalTwinNotFound")
    with pytest.raises(HttpResponseError) as unknown:
        client.list_event_routes().next()
    assert code(unknown) == (404, "NotFound")
