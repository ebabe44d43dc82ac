"""A twin.yaml without a fault, for tests that change it in one place."""

from __future__ import annotations

import pytest

from crosstwin.errors import TwinFileError
from crosstwin.twin import deployment

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
