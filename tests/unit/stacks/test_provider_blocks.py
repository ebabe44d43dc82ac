"""Provider blocks are plain data, the same that the classes of CDKTF's provider packages write."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cdktf import App, TerraformStack

from tests.unit.stacks.test_providers import EMULATOR
from tests.unit.stacks.twin import Twin, twin_yaml

Synthesized = Callable[[str], Twin]


def provider_class(package: str, name: str) -> Any:
    """The class, without the package's own import of all its resources, which takes 5 to 12 seconds."""
    if package not in sys.modules:
        spec = importlib.util.find_spec(package)
        assert spec is not None, f"{package} is missing: it is part of the extra `typed`"
        # A module made from its spec knows where its submodules are, but has run none of its code.
        sys.modules[package] = importlib.util.module_from_spec(spec)
    return getattr(importlib.import_module(f"{package}.provider"), name)


@pytest.mark.parametrize(
    ("cloud", "class_", "more"),
    [
        ("aws", "aws.AwsProvider", ""),
        ("aws", "aws.AwsProvider", EMULATOR),
        ("azure", "azurerm.AzurermProvider", ""),
        ("gcp", "google.GoogleProvider", ""),
    ],
    ids=["aws", "aws-emulated", "azurerm", "google"],
)
def test_a_block_is_the_one_of_the_packages_class(
    cloud: str, class_: str, more: str, synthesized: Synthesized, tmp_path: Path
) -> None:
    provider, _, name = class_.partition(".")
    stack = f"l3-{cloud}"
    (block,) = synthesized(twin_yaml(cloud, more=more)).json(stack)["provider"][provider]

    app = App(outdir=str(tmp_path), stack_traces=False)
    reference = TerraformStack(app, stack)
    provider_class(f"cdktf_cdktf_provider_{provider}", name)(reference, provider, **block)
    app.synth()

    assert Twin(tmp_path).json(stack)["provider"][provider] == [block]


def test_a_synthesis_loads_no_provider_package(tmp_path: Path) -> None:
    (tmp_path / "twin.yaml").write_text(twin_yaml("azure"))
    program = (
        "import sys\n"
        "from crosstwin.stacks.app import main\n"
        "assert main() == 0\n"
        "assert not [name for name in sys.modules if name.startswith('cdktf_cdktf_provider')]\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
