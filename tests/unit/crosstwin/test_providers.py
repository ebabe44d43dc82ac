"""The providers of twin.yaml: which cloud serves which layer, and what an operator is told about the rest."""

from __future__ import annotations

import re

import pytest

from crosstwin.errors import UnsupportedCloudError
from crosstwin.twin import deployment
from tests.unit.crosstwin.good_twin import GOOD, change, refusal


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
