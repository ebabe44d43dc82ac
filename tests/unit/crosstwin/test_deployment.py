"""A valid twin.yaml: devices, their clouds and the stacks that follow from them."""

from __future__ import annotations

import json

from crosstwin.twin import deployment
from tests.unit.crosstwin.good_twin import GOOD, change, refusal


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


def test_the_largest_names_are_accepted() -> None:
    text = change("id: pump-7", f"id: {'p' * 128}").replace("rpm: integer", f"{'p' * 250}: integer")

    twin = deployment.parse(text.replace("name: factory", f"name: {'f' * 32}"))

    assert twin.digital_twin_name == "f" * 32
