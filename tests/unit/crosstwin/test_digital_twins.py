"""The section azure.digital_twins of twin.yaml."""

from __future__ import annotations

import pytest

from crosstwin.errors import TwinFileError
from crosstwin.twin import deployment

TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: aws, layer_4_provider: azure, layer_5_provider: azure}
devices: [{id: pump-7, properties: {rpm: integer}}]
aws: {region: eu-central-1}
azure:
  location: westeurope
  subscription_id: 00000000-0000-0000-0000-000000000000
"""
GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plant/providers"
INSTANCE = f"{GROUP}/Microsoft.DigitalTwins/digitalTwinsInstances/plant-twins"
CLUSTER = f"{GROUP}/Microsoft.Kusto/clusters/plant"


def section(text: str) -> deployment.Deployment:
    return deployment.parse(f"{TWIN}  digital_twins: {text}\n")


def test_without_the_section_twins_are_refreshed_each_minute_in_an_instance_of_their_own() -> None:
    twin = deployment.parse(TWIN)
    assert twin.azure is not None
    assert twin.azure.digital_twins.refresh_seconds == 60
    assert twin.azure.digital_twins.existing_instance is None


def test_a_whole_section() -> None:
    twin = section(
        f"{{refresh_seconds: 300, existing_instance: {{id: {INSTANCE}}}, "
        f"data_history: {{kusto_cluster_id: {CLUSTER}, kusto_database_name: twins}}, "
        "reader_principal_ids: {grafana: 00000000-0000-0000-0000-000000000001}, "
        f"allow_deletions: {'0a' * 32}}}"
    )
    assert twin.azure is not None
    assert twin.azure.digital_twins.refresh_seconds == 300


@pytest.mark.parametrize("seconds", [30, 60, 900, 3600])
def test_a_refresh_is_a_regular_schedule_of_a_timer(seconds: int) -> None:
    section(f"{{refresh_seconds: {seconds}}}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{refresh_seconds: 29}", "digital_twins.refresh_seconds: 29"),
        ("{refresh_seconds: 3660}", "digital_twins.refresh_seconds: 3660"),
        (
            "{refresh_seconds: 45}",
            "refresh_seconds: 45 is not a regular schedule of a timer; expected 30, or",
        ),
        ("{refresh_seconds: 420}", "refresh_seconds: 420 is not a regular schedule"),
        ("{refresh_seconds: sixty}", "digital_twins.refresh_seconds:"),
        ("{refresh: 60}", "digital_twins.refresh: unknown key"),
        ("{existing_instance: {id: plant-twins}}", "existing_instance.id:"),
        (f"{{existing_instance: {{id: {CLUSTER}}}}}", "existing_instance.id:"),
        (f"{{data_history: {{kusto_cluster_id: {CLUSTER}}}}}", "data_history.kusto_database_name: missing"),
        ("{reader_principal_ids: {grafana: me}}", "reader_principal_ids.grafana:"),
        ("{allow_deletions: yes}", "allow_deletions:"),
    ],
)
def test_a_slip_is_reported_with_its_line(text: str, message: str) -> None:
    with pytest.raises(TwinFileError) as raised:
        section(text)
    assert message in str(raised.value)
    assert str(raised.value).startswith("twin.yaml:8: ")
