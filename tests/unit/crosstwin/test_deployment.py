"""twin.yaml: what is accepted, and what an operator is told about the rest."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crosstwin.errors import TwinFileError, UnsupportedCloudError
from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment
from crosstwin.twin.deployment import Deployment

GOOD = """\
digital_twin_name: factory
providers:
  layer_3_hot_provider: azure
  layer_4_provider: aws
  layer_5_provider: grafana-cloud
devices:
  - id: temperature-sensor-1
    properties: {temperature: double, status: string}
  - id: pump-7
    hot_provider: gcp
    properties: {rpm: integer}
aws: {region: eu-central-1}
azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}
gcp: {project: some-project, region: europe-west1}
"""


def change(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, f"{old!r} is not once in the text to change"
    return GOOD.replace(old, new)


def refusal(text: str) -> str:
    with pytest.raises(TwinFileError) as raised:
        deployment.parse(text)
    return str(raised.value)


def test_reads_a_whole_file() -> None:
    twin = deployment.parse(GOOD)

    assert twin.digital_twin_name == "factory"
    assert [device.id for device in twin.devices] == ["temperature-sensor-1", "pump-7"]
    assert twin.devices[0].properties == {"temperature": "double", "status": "string"}
    assert twin.aws is not None
    assert twin.aws.region == "eu-central-1"
    assert twin.state.backend == "local"
    assert twin.token_generation == 1


def test_devices_are_routed_to_their_clouds() -> None:
    twin = deployment.parse(GOOD)

    assert [twin.hot_cloud(device) for device in twin.devices] == ["azure", "gcp"]
    assert [device.id for device in twin.devices_on("gcp")] == ["pump-7"]
    assert twin.hot_clouds == ("azure", "gcp")
    assert twin.foreign_clouds == ("azure", "gcp")
    assert twin.stack_names == ("l3-azure", "l3-gcp", "l4-aws")


def test_the_cloud_of_layer_4_is_not_foreign_to_it() -> None:
    twin = deployment.parse(change("hot_provider: gcp", "hot_provider: aws"))

    assert twin.hot_clouds == ("aws", "azure")
    assert twin.foreign_clouds == ("azure",)


def test_digital_twin_info_names_the_cloud_that_is_read() -> None:
    assert json.loads(deployment.parse(GOOD).digital_twin_info("gcp")) == {
        "config": {"digital_twin_name": "factory"},
        "config_providers": {
            "layer_3_hot_provider": "gcp",
            "layer_4_provider": "aws",
            "layer_5_provider": "grafana-cloud",
        },
    }


def test_alarms_notify_what_has_an_arn() -> None:
    twin = deployment.parse(change("eu-central-1}", "eu-central-1, alarm_actions: ['arn:aws:sns:x:1:y']}"))
    assert twin.aws is not None
    assert twin.aws.alarm_actions == ("arn:aws:sns:x:1:y",)
    assert refusal(change("eu-central-1}", "eu-central-1, alarm_actions: [me@example.com]}")) == (
        'twin.yaml:12: aws.alarm_actions[0]: "me@example.com" does not fit; '
        "expected a list of up to five ARNs, such as of SNS topics"
    )


# --- layer 2


AWS_ONLY = GOOD.replace("hot_provider: azure", "hot_provider: aws").replace(
    "hot_provider: gcp", "hot_provider: aws"
)
LAYER_2 = AWS_ONLY.replace("providers:\n", "providers:\n  layer_2_provider: aws\n")


def test_layer_2_is_there_on_request(tmp_path: Path) -> None:
    assert deployment.parse(AWS_ONLY).stack_names == ("l3-aws", "l4-aws")
    twin = deployment.parse(LAYER_2)
    assert twin.stack_names == ("l3-aws", "l2-aws", "l4-aws")
    assert twin.processor is None


def test_a_processor_is_a_folder_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/process.py").touch()
    file = tmp_path / "twin.yaml"
    file.write_text(LAYER_2 + "processor: own\n")

    assert deployment.load(file).processor == tmp_path / "own"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            LAYER_2.replace("layer_3_hot_provider: aws", "layer_3_hot_provider: azure"),
            "twin.yaml:3: providers.layer_2_provider: aws, but layer_3_hot_provider is azure: "
            "the processors store events on AWS only",
        ),
        (
            LAYER_2.replace(
                "  - id: temperature-sensor-1", "  - id: temperature-sensor-1\n    hot_provider: gcp"
            ).replace("    hot_provider: aws\n", "    hot_provider: azure\n"),
            "twin.yaml:3: providers.layer_2_provider: aws, but no device has its hot data there",
        ),
        (
            LAYER_2.replace("layer_2_provider: aws", "layer_2_provider: Azure"),
            'twin.yaml:3: providers.layer_2_provider: "Azure" cannot be layer 2: '
            "there are processors for aws; leave the key out for none",
        ),
        (
            LAYER_2.replace("layer_2_provider: aws", "layer_2_provider: amazon"),
            'twin.yaml:3: providers.layer_2_provider: "amazon" is not a provider (aws); did you mean aws?',
        ),
        (
            AWS_ONLY + "processor: examples/aws-processor/processor\n",
            "twin.yaml:15: processor: nothing runs it without providers.layer_2_provider: aws",
        ),
        (
            LAYER_2 + "processor: nowhere\n",
            'twin.yaml:16: processor: "nowhere" has no process.py: '
            "expected a folder with a process.py that defines process(event)",
        ),
        (
            LAYER_2 + "processor: 7\n",
            "twin.yaml:16: processor: 7 does not fit; "
            "expected a folder, relative to this file, with a process.py that defines process(event)",
        ),
    ],
)
def test_a_layer_2_that_does_not_fit_is_reported(
    text: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert refusal(text) == message


# --- providers


def test_config_providers_missing_l3_hot() -> None:
    assert refusal(change("  layer_3_hot_provider: azure\n", "")) == (
        "twin.yaml:2: providers.layer_3_hot_provider: missing; expected aws, azure or gcp"
    )


def test_config_providers_missing_l4() -> None:
    assert refusal(change("  layer_4_provider: aws\n", "")) == (
        "twin.yaml:2: providers.layer_4_provider: missing; expected aws or azure"
    )


def test_config_providers_empty_dict() -> None:
    text = re.sub(r"providers:\n(  .*\n)+?(?=devices)", "providers: {}\n", GOOD)

    problems = refusal(text).splitlines()

    for field in ("layer_3_hot_provider", "layer_4_provider", "layer_5_provider"):
        assert any(f"twin.yaml:2: providers.{field}: missing" in problem for problem in problems)


def test_config_providers_null_value() -> None:
    assert refusal(change("layer_4_provider: aws", "layer_4_provider: null")) == (
        "twin.yaml:4: providers.layer_4_provider: empty; expected aws or azure"
    )


@pytest.mark.parametrize("value", ["", "''", '"  "', "~"])
def test_config_providers_blank_value(value: str) -> None:
    message = refusal(change("layer_3_hot_provider: azure", f"layer_3_hot_provider: {value}"))

    assert message.startswith("twin.yaml:3: providers.layer_3_hot_provider: empty; expected")


def test_config_providers_invalid_provider_name() -> None:
    with pytest.raises(UnsupportedCloudError) as raised:
        deployment.parse(change("hot_provider: gcp", "hot_provider: azur"))

    assert str(raised.value) == (
        'twin.yaml:10: devices[1].hot_provider: "azur" is not a provider (aws, azure, gcp); '
        "did you mean azure?"
    )


@pytest.mark.parametrize(("name", "meant"), [("Google", "gcp"), ("amazon", "aws"), ("azuer", "azure")])
def test_a_near_name_is_suggested(name: str, meant: str) -> None:
    message = refusal(change("layer_3_hot_provider: azure", f"layer_3_hot_provider: {name}"))

    assert message.endswith(f"did you mean {meant}?")


@pytest.mark.parametrize("value", ["AWS", "Aws", "' aws '"])
def test_config_providers_case_sensitivity(value: str) -> None:
    twin = deployment.parse(change("layer_4_provider: aws", f"layer_4_provider: {value}"))

    assert twin.providers.layer_4_provider == "aws"


def test_layer_4_on_google_cloud_is_refused_with_the_reason() -> None:
    with pytest.raises(UnsupportedCloudError, match=r"twin.yaml:4: .*Google has no digital-twin service"):
        deployment.parse(change("layer_4_provider: aws", "layer_4_provider: GCP"))


def test_layer_4_on_azure_has_a_stack_of_its_own() -> None:
    twin = deployment.parse(change("layer_4_provider: aws", "layer_4_provider: azure"))

    assert twin.stack_names == ("l3-azure", "l3-gcp", "l4-azure")
    assert twin.foreign_clouds == ("gcp",)


def test_a_wrong_provider_decides_the_exception_among_other_problems() -> None:
    text = change("hot_provider: gcp", "hot_provider: azur").replace("digital_twin_name", "name")

    with pytest.raises(UnsupportedCloudError) as raised:
        deployment.parse(text)

    assert len(raised.value.problems) == 3


# --- every problem at once, each with its place


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


# --- YAML itself


def test_duplicate_keys_are_refused() -> None:
    text = change("  layer_4_provider: aws\n", "  layer_4_provider: aws\n  layer_4_provider: azure\n")

    assert refusal(text) == "twin.yaml:5: providers.layer_4_provider: given twice, first on line 4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "twin.yaml: the file is empty"),
        ("# nothing yet\n", "twin.yaml: the file is empty"),
        ("- a\n", "twin.yaml:1: a mapping of keys"),
        ("a: [1\nb: {", "twin.yaml:2: not valid YAML: while parsing a flow sequence"),
        ("a: [1\nb: 2", "that begins on line 1, did not find expected ',' or ']'; column 2 of `b: 2`"),
        (
            "a: 1\nb: [\n",
            "while parsing a flow node, did not find expected node content, where the file ends",
        ),
        (f"a: '{'x' * 200}' y", f"of `a: '{'x' * 96}…`"),
        ("a: 1\n\tb: 2\n", "twin.yaml:2: not valid YAML"),
        ("a: 1\n---\nb: 1\n", "twin.yaml:2: not valid YAML: expected a single document"),
        ("a: &a\n  - *a\n", "a[0]: an alias (*) that contains itself"),
        ("on: 1\n", "twin.yaml:1: the key on is not text in YAML; put it in quotes"),
        ("? [a]\n: 1\n", "twin.yaml:1: a key that is a list or mapping"),
        ("a: !!python/name:os.system\n", "twin.yaml:1: not valid YAML"),
    ],
)
def test_refuses_what_is_no_mapping(text: str, expected: str) -> None:
    assert expected in refusal(text)


def test_refuses_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "twin.yaml"
    file.write_bytes(b"digital_twin_name: f\xe4ctory\n")

    with pytest.raises(TwinFileError, match="not UTF-8 text"):
        deployment.load(file)


def test_anchors_and_merge_keys_work_and_keep_their_lines() -> None:
    shared = GOOD.replace("{temperature: double, status: string}", "&shared {temperature: double}")
    text = shared.replace("{rpm: integer}", "{<<: *shared, rpm: integr}")

    message = refusal(text)

    assert message.startswith('twin.yaml:11: devices[1].properties.rpm: "integr" is not a property type')
    assert deployment.parse(text.replace("integr}", "integer}")).devices[1].properties == {
        "temperature": "double",
        "rpm": "integer",
    }


# --- the file


def test_the_file_is_twin_yaml_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "twin.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CROSSTWIN_FILE", " ")

    assert deployment.load().digital_twin_name == "factory"


def test_crosstwin_file_names_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(change("name: factory", "name: plant"))
    monkeypatch.setenv("CROSSTWIN_FILE", str(other))

    assert deployment.load().digital_twin_name == "plant"


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(TwinFileError) as raised:
        deployment.load(tmp_path / "twin.yaml")

    message = str(raised.value)
    assert message.startswith(f"{tmp_path / 'twin.yaml'}: no such file; write one with crosstwin init")
    assert "CROSSTWIN_FILE=<file>" in message


def test_a_folder_in_its_place_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(TwinFileError, match="cannot be read: Is a directory"):
        deployment.load(tmp_path)


@pytest.mark.parametrize("name", [".", "aws-only", "aws-processor", "azure-to-aws", "gcp-to-aws", "mixed"])
def test_the_files_that_come_with_the_project_are_valid(name: str) -> None:
    assert deployment.load(ROOT / ("" if name == "." else f"examples/{name}") / "twin.yaml").stack_names


def test_every_field_says_what_is_expected() -> None:
    """The messages above are made of the fields' descriptions, so none may lack one."""
    schema = Deployment.model_json_schema()

    for name, model in {"Deployment": schema, **schema["$defs"]}.items():
        for field, facts in model["properties"].items():
            assert field == "backend" or facts.get("description"), f"{name}.{field} has no description"


def test_the_largest_names_are_accepted() -> None:
    text = change("id: pump-7", f"id: {'p' * 128}").replace("rpm: integer", f"{'p' * 250}: integer")

    twin = deployment.parse(text.replace("name: factory", f"name: {'f' * 32}"))

    assert twin.digital_twin_name == "f" * 32


def test_the_twin_of_a_fresh_clone_is_the_example_on_aws_that_the_tests_deploy() -> None:
    assert deployment.load(ROOT / "twin.yaml") == deployment.load(ROOT / "examples/aws-only/twin.yaml")


@pytest.mark.parametrize("name", [".", "..", "__x__"])
def test_a_collection_has_a_name_that_firestore_does_not_reserve(name: str) -> None:
    store = f'existing_hot_store: {{database: (default), collection: "{name}"}}'
    message = refusal(change("region: europe-west1}", f"region: europe-west1, {store}}}"))

    assert f'gcp.existing_hot_store.collection: "{name}" is not the name of a collection' in message


def test_a_property_called_time_is_refused_where_events_are_stored() -> None:
    """An event has its time there, so no value would ever be stored."""
    text = change("layer_3_hot_provider: azure", "layer_2_provider: aws\n  layer_3_hot_provider: aws")
    text = text.replace("temperature: double", "time: double")

    message = refusal(text)

    assert (
        "devices[0].properties.time: a property may not be called time: an event of a device has" in message
    )
    assert deployment.parse(text.replace("  layer_2_provider: aws\n", "")).devices[0].properties["time"]
