"""The lists of clouds that cannot read the program's own: they are the same."""

from __future__ import annotations

import re

from twin_connector.route import PROVIDERS

from crosstwin.clouds import CLOUDS
from crosstwin.packages.places import ROOT


def test_the_connector_knows_the_clouds_of_the_program() -> None:
    assert tuple(CLOUDS) == PROVIDERS


def test_the_connectors_module_takes_the_clouds_of_the_program() -> None:
    text = (ROOT / "modules/aws-twin-connector/variables.tf").read_text()
    taken = re.search(r"contains\((\[[^]]+\]), var\.hot_cloud\)", text)
    assert taken is not None
    assert taken[1] == str(list(CLOUDS)).replace("'", '"')
