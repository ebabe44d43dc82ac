"""modules/gcp-hot-reader after its first apply: what later plans change, replace and keep."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.modules.conftest import SchemaTerraform
from tests.modules.plans import Deployed

NAME = "gcp-hot-reader"
INFO = {"config": {"digital_twin_name": "factory"}, "config_providers": {"layer_3_hot_provider": "gcp"}}


@pytest.fixture
def deployed(module_copy: Callable[[str], SchemaTerraform]) -> Deployed:
    terraform = module_copy(NAME)
    (terraform.folder / "hot-reader.zip").write_bytes(b"code")
    module = Deployed(
        terraform.run,
        terraform.folder,
        digital_twin_name="factory",
        digital_twin_info=json.dumps(INFO),
        project="plant-prod",
        region="europe-west1",
        hot_reader_package="hot-reader.zip",
    )
    module.apply()
    return module


def test_gcp_second_plan_is_empty(deployed: Deployed) -> None:
    assert deployed.actions() == {}
