"""Each problem of twin.yaml is reported at once, with its place and what is expected."""

from __future__ import annotations

import re

import pytest

from crosstwin.twin import deployment
from crosstwin.twin.deployment import Deployment
from tests.unit.crosstwin.good_twin import GOOD, change, refusal


def test_all_problems_are_listed_in_the_order_of_the_file() -> None:
    text = (
        GOOD.replace("name: factory", "name: Factory Nord")
        .replace("layer_4_provider", "layer4_provider")
        .replace("temperature: double", "temperature: float")
        .replace("region: eu-central-1", "region: Frankfurt")
    )

    assert refusal(text).splitlines() == [
        'twin.yaml:1: digital_twin_name: "Factory Nord" does not fit; expected 2 to 32 lower-case letters, '
        "digits and '-', starting with a letter, not ending with '-'",
        "twin.yaml:2: providers.layer_4_provider: missing; expected aws or azure",
        "twin.yaml:4: providers.layer4_provider: unknown key; did you mean layer_4_provider?",
        'twin.yaml:8: devices[0].properties.temperature: "float" is not a property type '
        "(double, integer, long, string, boolean, list, map); did you mean double?",
        'twin.yaml:12: aws.region: "Frankfurt" does not fit; expected a region such as eu-central-1',
    ]


def test_unknown_key_far_from_all_known_ones_lists_these() -> None:
    message = refusal(change("aws: {region: eu-central-1}", "aws: {region: eu-central-1, zzz: 1}"))

    assert message.startswith("twin.yaml:12: aws.zzz: unknown key; known are region, ")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: pump-7", "id: 7", "devices[1].id: 7 is a number, not text; put it in quotes"),
        ("id: pump-7", "id: on", "devices[1].id: true is a boolean, not text; put it in quotes"),
        ("id: pump-7", "id: 2026-01-15", 'devices[1].id: "2026-01-15" is a date, not text; put it in quotes'),
        ("id: pump-7", "id: [a]", "devices[1].id: a list does not fit"),
        ("id: pump-7", "id: p", 'devices[1].id: "p" does not fit'),
        ("id: pump-7", "id: pump 7", 'devices[1].id: "pump 7" does not fit'),
        ("id: pump-7", "id: pümp", 'devices[1].id: "pümp" does not fit'),
        ("id: pump-7", f"id: {'p' * 129}", "does not fit; expected 2 to 128"),
        ("{rpm: integer}", "{}", "devices[1].properties: empty"),
        ("{rpm: integer}", "[rpm]", "devices[1].properties: a list does not fit"),
        ("{rpm: integer}", "{r pm: integer}", 'devices[1].properties["r pm"]: "r pm" does not fit'),
        ("{rpm: integer}", "{id: integer}", "may not be called id"),
        ("{rpm: integer}", "{iotDeviceId: string}", "may not be called iotDeviceId"),
        ("{rpm: integer}", "{__rpm__: integer}", "may not be called __rpm__: Firestore reserves names"),
        ("temperature: double", "_ts: long", "may not be called _ts: Cosmos DB has a field of its own"),
        ("temperature: double", "_etag: string", "devices[0].properties._etag: a property may not be called"),
        ("{rpm: integer}", "{rpm: integer, rpmLatest: integer}", "rpmLatest collides with the attribute"),
        ("{rpm: integer}", f"{{{'p' * 251}: integer}}", "does not fit"),
        ("{rpm: integer}", "{rpm: Integer}", '"Integer" is not a property type'),
        ("{rpm: integer}", "{rpm: 3}", "devices[1].properties.rpm: 3 does not fit"),
        ("hot_provider: gcp", "hot_provider:", "devices[1].hot_provider: empty"),
        ("aws: {region: eu-central-1}", "aws: {}", "aws.region: missing; expected a region such as"),
        ("aws: {region: eu-central-1}", "aws: x", 'aws: "x" does not fit; expected a mapping with region'),
        ("00000000-0000-0000-0000-000000000000", "my-subscription", "expected a subscription id (a UUID)"),
        ("location: westeurope, ", "", "azure.location: missing"),
        ("aws: {", "token_generation: 0\naws: {", "token_generation: 0 does not fit"),
        ("aws: {", "token_generation: true\naws: {", "token_generation: true does not fit"),
        ("aws: {", "state: {backend: s4}\naws: {", 'state.backend: "s4" does not fit'),
        ("aws: {", "state: {bucket: b}\naws: {", "state.backend: missing"),
        ("aws: {", "state: s3\naws: {", 'state: "s3" does not fit'),
        ("aws: {", "state: {backend: s3, regin: x}\naws: {", "state.regin: unknown key; did you mean"),
        (
            "aws: {",
            "state: {backend: local, bucket: x}\naws: {",
            "state.bucket: unknown key of backend local; bucket is a key of backend s3 or gcs",
        ),
        (
            "aws: {",
            "state: {backend: gcs, bucket: bkt, container_name: x}\naws: {",
            "unknown key of backend gcs; container_name is a key of backend azurerm",
        ),
        ("aws: {", "state: {backend: s3, bucket: bkt}\naws: {", "state.region: missing; expected a region"),
    ],
)
def test_refuses_with_the_place(old: str, new: str, expected: str) -> None:
    message = refusal(change(old, new))

    assert expected in message
    assert re.match(r"twin\.yaml:\d+: ", message)


def test_devices_must_be_a_list_of_at_least_one() -> None:
    head = GOOD[: GOOD.index("devices:")]

    assert "twin.yaml:6: devices: empty; expected a list" in refusal(head + "devices: []\n")
    assert "devices: missing; expected a list" in refusal(head)


def test_faulty_devices_do_not_also_fault_the_list_of_them() -> None:
    text = change("{temperature: double, status: string}", "{temperature: float}")

    problems = refusal(text.replace("id: pump-7", "id: 7")).splitlines()

    assert [problem.split(": ")[1] for problem in problems] == [
        "devices[0].properties.temperature",
        "devices[1].id",
    ]


def test_duplicate_device_ids_are_refused() -> None:
    assert refusal(change("id: pump-7", "id: temperature-sensor-1")) == (
        'twin.yaml:9: devices[1].id: "temperature-sensor-1" is the id of devices[0] as well; ids are unique'
    )


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ("aws", "layer_4_provider is aws"),
        ("azure", "devices[0] has its hot data there"),
        ("gcp", "devices[1] has its hot data there"),
    ],
)
def test_a_cloud_in_use_needs_its_section(section: str, reason: str) -> None:
    without = re.sub(rf"^{section}: .*\n", "", GOOD, flags=re.MULTILINE)

    assert f"{section}: missing, but {reason}; expected a mapping with" in refusal(without)


def test_a_cloud_out_of_use_needs_no_section() -> None:
    text = change("    hot_provider: gcp\n", "")

    assert deployment.parse(re.sub(r"^gcp: .*\n", "", text, flags=re.MULTILINE)).gcp is None


def test_every_field_says_what_is_expected() -> None:
    """The messages above are made of the fields' descriptions, so none may lack one."""
    schema = Deployment.model_json_schema()

    for name, model in {"Deployment": schema, **schema["$defs"]}.items():
        for field, facts in model["properties"].items():
            assert field == "backend" or facts.get("description"), f"{name}.{field} has no description"


@pytest.mark.parametrize("name", [".", "..", "__x__"])
def test_a_collection_has_a_name_that_firestore_does_not_reserve(name: str) -> None:
    store = f'existing_hot_store: {{database: (default), collection: "{name}"}}'
    message = refusal(change("region: europe-west1}", f"region: europe-west1, {store}}}"))

    assert f'gcp.existing_hot_store.collection: "{name}" is not the name of a collection' in message
