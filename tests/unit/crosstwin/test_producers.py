"""Which stacks an operator asks placeholders for."""

from __future__ import annotations

import pytest

from crosstwin.errors import TwinFileError
from crosstwin.twin import deployment
from crosstwin.twin.producers import PLACEHOLDERS_VARIABLE, asked_for_placeholders, consumers_of, producers
from tests.contract.cli import conftest

TWIN = deployment.parse(conftest.TWIN)


@pytest.mark.parametrize(
    ("value", "named"),
    [("", ()), (" , ", ()), ("l3-gcp", ("l3-gcp",)), ("l3-gcp, l3-azure", ("l3-azure", "l3-gcp"))],
)
def test_placeholders_are_asked_for_by_name(
    monkeypatch: pytest.MonkeyPatch, value: str, named: tuple[str, ...]
) -> None:
    monkeypatch.setenv(PLACEHOLDERS_VARIABLE, value)
    assert asked_for_placeholders(TWIN) == named


def test_a_stack_that_no_other_reads_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACEHOLDERS_VARIABLE, "l3-gpc,l3-aws")
    with pytest.raises(TwinFileError) as caught:
        asked_for_placeholders(TWIN)
    assert str(caught.value) == (
        "CROSSTWIN_PLACEHOLDER_OUTPUTS: l3-gpc: other stacks read l3-aws, l3-azure, l3-gcp"
    )


def test_the_processors_read_the_hot_store_of_aws_also_without_twinmaker() -> None:
    text = conftest.TWIN.replace("eu-central-1}", "eu-central-1, endpoint_url: http://127.0.0.1:4566}")
    text = text.replace("layer_3_hot_provider: azure", "layer_2_provider: aws, layer_3_hot_provider: aws")
    twin = deployment.parse(text)
    assert producers(twin) == ("l3-aws", "l3-gcp")
    assert (consumers_of(twin, "l3-aws"), consumers_of(twin, "l3-gcp")) == (("l2-aws",), ("l4-aws",))


def test_without_twinmaker_layer_4_reads_other_clouds_only() -> None:
    emulated = conftest.TWIN.replace("eu-central-1}", "eu-central-1, endpoint_url: http://127.0.0.1:4566}")
    assert producers(deployment.parse(emulated)) == ("l3-azure", "l3-gcp")
