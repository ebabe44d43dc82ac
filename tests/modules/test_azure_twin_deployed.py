"""`cdktf deploy l3-azure l4-azure` with providers that know only their schemas: order, plan, hand-over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("grpc")

from crosstwin.packages.places import ROOT
from crosstwin.terraform.finding import find_terraform, why_not
from tests.modules.module_source import Module
from tests.modules.provider_schema import ProviderSchemas

MODULES = ("azure-hot-reader", "azure-digital-twins")
TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: azure, layer_4_provider: azure, layer_5_provider: azure}
devices: [{id: pump-7, properties: {rpm: integer}}]
deletion_protection: false
azure: {location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}
"""
Run = Callable[..., str]

pytestmark = pytest.mark.nightly


@pytest.fixture
def run(tmp_path: Path, modules: dict[str, Module], provider_schemas: ProviderSchemas) -> Iterator[Run]:
    """Runs a command in the folder of the twin. Returns what it prints; other exit codes fail the test."""
    from tests.modules.schema_provider import Provider, providers_for, serving

    if find_terraform() is None:
        pytest.skip(why_not())
    (tmp_path / "twin.yaml").write_text(TWIN)
    app = {"language": "python", "app": f"{sys.executable} -m crosstwin.stacks.app", "projectId": "crosstwin"}
    (tmp_path / "cdktf.json").write_text(json.dumps(app | {"sendCrashReports": "false"}))
    of_modules = [providers_for(modules[name], provider_schemas) for name in MODULES]
    merged = {
        source: Provider(
            provider.block,
            {name: block for one in of_modules for name, block in one[source].resources.items()},
            {name: block for one in of_modules for name, block in one[source].data_sources.items()},
        )
        for source, provider in of_modules[0].items()
    }
    with serving(merged) as reattached:
        path = os.pathsep.join(str(ROOT / part) for part in (".", "functions/shared", "functions/aws/shared"))
        environment = {**os.environ, **reattached, "CHECKPOINT_DISABLE": "1", "PYTHONPATH": path, "CI": "1"}

        def run(*command: str, code: int = 0) -> str:
            done = subprocess.run(
                command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == code, done.stdout[-3000:] + done.stderr[-3000:]
            return done.stdout

        yield run


def test_layer_4_follows_layer_3_and_goes_before_it(run: Run) -> None:
    cdktf = str(ROOT / "node_modules/.bin/cdktf")
    options = ("l3-azure", "l4-azure", "--auto-approve", "--skip-provider-lock")

    planned = run(sys.executable, "-m", "crosstwin", "plan", "l4-azure", code=2)
    assert "planned with placeholder outputs of l3-azure" in planned
    assert "  twins: +1 pump-7\n  refresh: some " in planned

    deployed = run(cdktf, "deploy", *options)
    assert deployed.count("Apply complete!") >= 2
    assert deployed.index("l3-azure") < deployed.index("digital_twins_host")

    assert run(sys.executable, "-m", "crosstwin", "plan").splitlines() == [
        "l3-azure: no changes",
        "l4-azure: no changes",
    ]
    destroyed = run(cdktf, "destroy", *options)
    assert destroyed.index("digital_twins_host") < destroyed.rindex("Destroy complete!")
