"""Layer 3: one stack for each cloud that holds some device's hot data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.unit.stacks.twin import AWS, AZURE, GCP, Twin, twin_yaml

Synthesized = Callable[[str], Twin]

AZURE_STORE = ("resource_group_name", "account_name", "database_name", "container_name")
SHARED_OUTPUTS = {"hot_reader_url", "hot_reader_last_entry_url", "inter_cloud_token"}


@pytest.mark.parametrize("cloud", ["azure", "gcp"])
def test_hot_reader_deployed_when_l4_remote(cloud: str, synthesized: Synthesized) -> None:
    twin = synthesized(twin_yaml(cloud))

    assert twin.stacks == [f"l3-{cloud}", "l4-aws"]
    reader = twin.modules(f"l3-{cloud}")["hot-reader"]
    assert reader["source"] == f"./modules/{cloud}-hot-reader"
    assert json.loads(reader["digital_twin_info"])["config_providers"]["layer_3_hot_provider"] == cloud


def test_hot_reader_not_deployed_when_same_cloud(synthesized: Synthesized) -> None:
    """No stack on a cloud without hot data, even if the file has a section for it."""
    twin = synthesized(twin_yaml("aws", more="gcp: {project: some-project, region: europe-west1}"))

    assert twin.stacks == ["l3-aws", "l4-aws"]


def test_layer_3_default_without_any_device_gets_no_stack(synthesized: Synthesized) -> None:
    text = twin_yaml("azure").replace("- id: sensor-1", "- id: sensor-1\n    hot_provider: gcp")

    assert synthesized(text + "gcp: {project: some-project, region: europe-west1}\n").stacks == [
        "l3-gcp",
        "l4-aws",
    ]


def test_hot_reader_function_url_created(synthesized: Synthesized) -> None:
    """By the module that the stack carries; and no API Gateway anywhere in the twin."""
    twin = synthesized(twin_yaml("aws"))
    module = twin.folder("l3-aws") / "modules/aws-hot-reader"
    types = re.findall(r'^resource "(\w+)"', "".join(file.read_text() for file in module.glob("*.tf")), re.M)

    assert "aws_lambda_function_url" in types
    for file in [*twin.outdir.rglob("*.tf"), *twin.outdir.rglob("*.tf.json")]:
        assert not re.search(r"aws_api_?gateway", file.read_text()), file


@pytest.mark.parametrize(
    ("cloud", "more"),
    [
        ("aws", {"hot_reader_arn", "hot_reader_last_entry_arn", "hot_store_table_name"}),
        ("azure", set()),
        ("gcp", set()),
    ],
)
def test_outputs_are_named_and_only_the_token_is_sensitive(
    cloud: str, more: set[str], synthesized: Synthesized
) -> None:
    outputs = synthesized(twin_yaml(cloud)).json(f"l3-{cloud}")["output"]

    assert outputs.keys() >= SHARED_OUTPUTS | more
    for name, output in outputs.items():
        assert output["value"] == f"${{module.hot-reader.{name}}}"
    assert {name for name, output in outputs.items() if output.get("sensitive")} == {"inter_cloud_token"}


@pytest.mark.parametrize(
    ("cloud", "store"),
    [
        ("aws", {"table_name": "telemetry"}),
        ("azure", dict.fromkeys(AZURE_STORE, "abc")),
        ("gcp", {"database": "(default)", "collection": "telemetry"}),
        ("aws", {"table_name": "telemetry", "records": {"device": "PK", "device_format": "D#{device}"}}),
        (
            "gcp",
            {
                "database": "(default)",
                "collection": "devices/{device}/telemetry",
                "declare_indexes": True,
                "records": {"time": "at", "time_format": "timestamp"},
            },
        ),
    ],
)
def test_an_existing_hot_store_is_handed_on(
    cloud: str, store: dict[str, str], synthesized: Synthesized
) -> None:
    text = twin_yaml(cloud).replace(
        f"\n{cloud}: {{", f"\n{cloud}: {{existing_hot_store: {json.dumps(store)}, "
    )
    twin = synthesized(text)

    assert twin.modules(f"l3-{cloud}")["hot-reader"]["existing_hot_store"] == store
    assert "existing_hot_store" not in synthesized(twin_yaml(cloud)).modules(f"l3-{cloud}")["hot-reader"]


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_token_generation_and_tags_are_handed_on(cloud: str, synthesized: Synthesized) -> None:
    reader = synthesized(twin_yaml(cloud, more="token_generation: 3")).modules(f"l3-{cloud}")["hot-reader"]

    assert reader["token_generation"] == 3
    assert reader["tags"] == {"digital-twin": "factory", "managed-by": "crosstwin"}


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_readers_take_times_as_far_ahead_as_writers(cloud: str, synthesized: Synthesized) -> None:
    """Else the persister stores records that no last entry has."""
    text = twin_yaml(cloud, more="future_tolerance_seconds: 3600")
    assert synthesized(text).modules(f"l3-{cloud}")["hot-reader"]["future_tolerance_seconds"] == 3600


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_protection_is_on_unless_twin_yaml_takes_it_off(cloud: str, synthesized: Synthesized) -> None:
    for more, protected in (("", True), ("deletion_protection: false", False)):
        reader = synthesized(twin_yaml(cloud, more=more)).modules(f"l3-{cloud}")["hot-reader"]
        assert reader["deletion_protection"] is protected


def test_places_are_handed_on(synthesized: Synthesized) -> None:
    azure = synthesized(
        twin_yaml("azure").replace("azure: {", "azure: {resource_group_name: shared, ")
    ).modules("l3-azure")["hot-reader"]
    gcp = synthesized(twin_yaml("gcp")).modules("l3-gcp")["hot-reader"]

    assert (azure["location"], azure["resource_group_name"]) == ("westeurope", "shared")
    assert (gcp["project"], gcp["region"]) == ("some-project", "europe-west1")


def test_concurrency_is_reserved_unless_the_file_says_none(synthesized: Synthesized) -> None:
    """0 becomes an explicit null: left out, the module's own 20 would apply, which a new account refuses."""
    default = synthesized(twin_yaml("aws")).modules("l3-aws")["hot-reader"]
    text = twin_yaml("aws").replace(AWS, AWS.replace("}", ", max_concurrency: 0}"))
    none = synthesized(text).modules("l3-aws")["hot-reader"]

    assert default["max_concurrency"] == 20
    assert none["max_concurrency"] == "${null}"


def test_alarms_tell_whom_the_file_names(synthesized: Synthesized) -> None:
    topic = "arn:aws:sns:eu-central-1:123456789012:operators"
    text = twin_yaml("azure", devices="  - {id: press-2, hot_provider: aws, properties: {force: double}}")
    twin = synthesized(text.replace(AWS, AWS.replace("}", f", alarm_actions: ['{topic}']}}")))
    for stack, module in (("l3-aws", "hot-reader"), ("l4-aws", "azure-connector")):
        assert twin.modules(stack)[module]["alarms"] == {"enabled": True, "actions": [topic]}


def test_alarms_on_azure_and_google_cloud_notify_whom_the_file_names(synthesized: Synthesized) -> None:
    group = (
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plant/providers"
        "/microsoft.insights/actionGroups/operators"
    )
    channel = "projects/some-project/notificationChannels/17"
    text = twin_yaml("azure", devices="  - {id: press-2, hot_provider: gcp, properties: {force: double}}")
    for section, action in ((AZURE, group), (GCP, channel)):
        text = text.replace(section, section.replace("}", f", alarm_actions: ['{action}']}}"))
    twin = synthesized(text)
    assert twin.modules("l3-azure")["hot-reader"]["alarms"] == {"actions": [group]}
    assert twin.modules("l3-gcp")["hot-reader"]["alarms"] == {"actions": [channel]}


def test_an_emulator_gets_no_alarms(synthesized: Synthesized) -> None:
    emulated = AWS.replace("}", ", endpoint_url: 'http://127.0.0.1:4566'}")
    twin = synthesized(twin_yaml("aws").replace(AWS, emulated))
    assert twin.modules("l3-aws")["hot-reader"]["alarms"]["enabled"] is False
