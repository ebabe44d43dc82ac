"""What `crosstwin demo` reports before it writes and reads."""

from __future__ import annotations

import io

from rich.console import Console

from crosstwin.cli.demo_run import _print_what_is_replaced
from crosstwin.twin.deployment import parse

TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}
devices:
  - {id: pump-7, properties: {rpm: integer}}
  - {id: fan-2, hot_provider: gcp, properties: {speed: double}}
  - {id: press-3, hot_provider: azure, properties: {force: double}}
aws: {region: eu-central-1, existing_hot_store: {table_name: telemetry}}
gcp: {project: some-project, region: europe-west1}
readers:
  azure:
    hot_reader_url: https://plant.azurewebsites.net/api/hot-reader
    hot_reader_last_entry_url: https://plant.azurewebsites.net/api/hot-reader-last-entry
    token_variable: plant_reader_token
"""


def test_a_demo_names_each_store_and_reader_that_it_does_not_use() -> None:
    """Its answers are no evidence for them."""
    console = Console(file=io.StringIO(), width=200)
    _print_what_is_replaced(console, parse(TWIN))
    assert console.file.getvalue().splitlines() == [  # type: ignore[attr-defined]
        "aws: a new store with Crosstwin's own records takes the place of existing_hot_store",
        "azure: an emulator takes the place of the hot reader in `readers`",
    ]
