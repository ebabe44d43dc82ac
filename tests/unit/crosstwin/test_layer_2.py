"""Layer 2 of twin.yaml: where the processors of events can be, and their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment
from tests.unit.crosstwin.good_twin import GOOD, change, refusal

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


def test_a_property_called_time_is_refused_where_events_are_stored() -> None:
    """An event has its time there, so no value would ever be stored."""
    text = change("layer_3_hot_provider: azure", "layer_2_provider: aws\n  layer_3_hot_provider: aws")
    text = text.replace("temperature: double", "time: double")

    message = refusal(text)

    assert (
        "devices[0].properties.time: a property may not be called time: an event of a device has" in message
    )
    assert deployment.parse(text.replace("  layer_2_provider: aws\n", "")).devices[0].properties["time"]
