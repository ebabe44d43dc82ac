"""A region that is none is refused; one that the lists of this version lack is a warning."""

from __future__ import annotations

import pytest

from crosstwin.clouds import regions
from crosstwin.clouds.azure_environment import azure_environment
from crosstwin.errors import TwinFileError
from crosstwin.twin import deployment

TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: HOT, layer_4_provider: L4, layer_5_provider: grafana-cloud}
devices: [{id: pump-7, properties: {rpm: integer}}]
aws: {region: eu-central-1}
azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}
gcp: {project: some-project, region: europe-west1}
"""


def twin(old: str = "", new: str = "", hot: str = "aws", layer_4: str = "aws") -> str:
    assert not old or old in TWIN
    return TWIN.replace("HOT", hot).replace("L4", layer_4).replace(old, new)


def test_usual_regions_bring_no_warning() -> None:
    assert deployment.parse(twin()).warnings == ()


@pytest.mark.parametrize(
    ("region", "message"),
    [
        ("eu-centrl-1", "not a region of AWS; did you mean eu-central-1?"),
        ("xx-central-1", "not a region of AWS"),
        ("eu-central-x", "does not fit; expected a region such as eu-central-1"),
        ("cn-north-1", "cn-north-1 has no Lambda Function URLs, which the hot readers need"),
    ],
)
def test_a_region_of_aws_that_cannot_be_one_is_refused(region: str, message: str) -> None:
    with pytest.raises(TwinFileError) as raised:
        deployment.parse(twin("eu-central-1", region))
    assert str(raised.value).startswith("twin.yaml:4: aws.region: ")
    assert message in str(raised.value)


def test_the_sovereign_cloud_of_europe_is_a_region() -> None:
    warnings = deployment.parse(twin("eu-central-1", "eusc-de-east-1")).warnings
    assert len(warnings) == 1, warnings
    assert "TwinMaker" in warnings[0]


def test_china_holds_layer_4_without_hot_readers() -> None:
    deployment.parse(twin("eu-central-1", "cn-north-1", hot="gcp"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("eu-central-1", "eu-central-9", "eu-central-9 is not among the regions of AWS"),
        ("eu-central-1", "eu-south-2", "AWS documents no Lambda Function URLs in eu-south-2"),
        ("eu-central-1", "eu-north-1", "botocore lists no AWS IoT TwinMaker in eu-north-1; it is in ap-"),
        ("westeurope", "westeuropa", "westeuropa is not a known location of Azure; did you mean westeurope?"),
        (
            "europe-west1",
            "europe-west11",
            "is not a known region of Google Cloud; did you mean europe-west1?",
        ),
    ],
)
def test_a_region_that_the_lists_lack_is_a_warning_with_its_line(old: str, new: str, message: str) -> None:
    warnings = deployment.parse(twin(old, new)).warnings
    assert any(message in warning and warning.startswith("twin.yaml:") for warning in warnings), warnings


def test_an_emulators_region_may_be_any() -> None:
    text = twin("{region: eu-central-1}", "{region: eu-west-9, endpoint_url: 'http://127.0.0.1:4566'}")
    assert deployment.parse(text).warnings == ()


def test_a_states_region_counts_too() -> None:
    text = twin() + "state: {backend: s3, bucket: states, region: eu-west-9}\n"
    (warning,) = deployment.parse(text).warnings
    assert warning.startswith("twin.yaml:7: state.region: eu-west-9 is not among")


def test_a_location_may_be_written_as_the_portal_shows_it() -> None:
    assert regions.azure_warning("West Europe") == ""
    assert regions.azure_warning("US Gov Virginia") == ""


@pytest.mark.parametrize("layer_4", ["aws", "azure"])
def test_a_layer_4_needs_the_section_of_its_cloud(layer_4: str) -> None:
    text = "".join(
        line for line in twin(hot="gcp", layer_4=layer_4).splitlines(True) if f"{layer_4}: " not in line
    )
    with pytest.raises(TwinFileError, match=f"{layer_4}: missing, but layer_4_provider is {layer_4}"):
        deployment.parse(text)


@pytest.mark.parametrize(
    ("location", "suffix", "name"),
    [
        ("westeurope", "documents.azure.com", None),
        ("US Gov Virginia", "documents.azure.us", "usgovernment"),
        ("usdodeast", "documents.azure.us", "usgovernment"),
        ("chinanorth3", "documents.azure.cn", "china"),
    ],
)
def test_each_cloud_of_azure_has_its_own_addresses(location: str, suffix: str, name: str | None) -> None:
    environment = azure_environment(location)
    assert (environment.cosmos_suffix, environment.name) == (suffix, name)
