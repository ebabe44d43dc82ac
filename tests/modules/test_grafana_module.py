"""modules/grafana-dashboards, run through Terraform with a provider that knows its documented arguments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.modules.conftest import SchemaTerraform
from tests.modules.module_source import Module
from tests.modules.plans import Deployed, forgotten_children, reached_by_create_before_destroy
from tests.unit.grafana.conftest import twin, written

NAME = "grafana-dashboards"


@pytest.fixture
def module(modules: dict[str, Module]) -> Module:
    return modules[NAME]


def test_grafana_terraform_test_passes(module_copy: Callable[[str], SchemaTerraform], tmp_path: Path) -> None:
    """With the module's own tests, and with files of `crosstwin grafana`."""
    for path, text in written(twin(layer_5="grafana-cloud")).texts.items():
        file = tmp_path / "written" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    terraform = module_copy(NAME)
    names = ("AWS_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    secrets = "\n".join(f'    CROSSTWIN_FACTORY_{name} = "secret"' for name in names)
    (terraform.folder / "tests/written.tftest.hcl").write_text(f"""\
mock_provider "grafana" {{}}
run "plans" {{
  command = plan
  variables {{
    digital_twin_name = "factory"
    files_path = "{tmp_path}/written"
    secrets = {{
{secrets}
    }}
  }}
  assert {{
    condition     = length(grafana_data_source.twin) == 3 && length(grafana_dashboard.twin) == 2
    error_message = "not all of the files were taken"
  }}
}}
""")
    done = terraform("test", "-no-color")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed, 0 failed" in done.stdout


def test_grafana_dashboards_are_planned_again_with_their_folder(
    module_copy: Callable[[str], SchemaTerraform], module: Module, tmp_path: Path
) -> None:
    for path, text in written(twin()).texts.items():
        file = tmp_path / "written" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    names = ("TOKEN", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY")
    terraform = module_copy(NAME)
    deployed = Deployed(
        terraform.run,
        terraform.folder,
        digital_twin_name="factory",
        files_path=str(tmp_path / "written"),
        secrets={f"CROSSTWIN_FACTORY_AWS_{name}": "secret" for name in names},
    )
    deployed.apply()
    assert deployed.actions() == {}
    assert forgotten_children(deployed, module) == []
    assert reached_by_create_before_destroy(module) == set()
