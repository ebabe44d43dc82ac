"""The modules, the schemas of their providers, and a Terraform that knows those schemas."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from crosstwin.terraform.finding import find_terraform, why_not
from tests.modules import mocks, readme
from tests.modules.declared_schemas import DECLARED
from tests.modules.module_source import Module
from tests.modules.pinned_schemas import newest, with_pinned
from tests.modules.provider_schema import ProviderSchemas

MODULES = Path(__file__).resolve().parents[2] / "modules"
NAMES = sorted(folder.name for folder in MODULES.iterdir() if (folder / "versions.tf").is_file())


def copied(name: str, parent: Path) -> Path:
    """A copy of a module whose tests either CLI takes: nothing is written into modules/."""
    folder = parent / name
    shutil.copytree(MODULES / name, folder, ignore=shutil.ignore_patterns(".terraform*"))
    mocks.put_in(folder)
    return folder


@pytest.fixture(scope="session")
def modules() -> dict[str, Module]:
    return {name: Module.load(MODULES / name) for name in NAMES}


@pytest.fixture(scope="session")
def provider_schemas(modules: dict[str, Module]) -> ProviderSchemas:
    """Of all that the modules and the examples in their READMEs use."""
    examples = [Module.parse(name, readme.hcl_examples(MODULES / name)[:1]) for name in NAMES]
    pinned = newest()
    return ProviderSchemas.of_modules(
        [*modules.values(), *examples], with_pinned(DECLARED, *pinned), {each.provider for each in pinned}
    )


@dataclass(frozen=True, slots=True)
class SchemaTerraform:
    """Terraform in a folder, with providers that know their schemas and nothing else."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        found = find_terraform()
        if found is None:
            pytest.skip(why_not())
        # The user's own settings of Terraform would change what is tested.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
        return subprocess.run(
            [found, *arguments],
            cwd=self.folder,
            env=inherited | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, *arguments: str) -> str:
        """What a command prints. One that fails is a failed test."""
        done = self(*arguments)
        assert done.returncode == 0, f"terraform {' '.join(arguments)}\n{done.stdout[-4000:]}{done.stderr}"
        return done.stdout


@pytest.fixture(scope="session")
def schema_terraform(
    modules: dict[str, Module], provider_schemas: ProviderSchemas
) -> Iterator[Callable[[str, Path], SchemaTerraform]]:
    """Makes a `SchemaTerraform` with the providers of a module, in an empty folder."""
    pytest.importorskip("grpc")
    from tests.modules.schema_provider import providers_for, serving

    with ExitStack() as servers:
        ready: dict[str, dict[str, str]] = {}

        def terraform(name: str, folder: Path) -> SchemaTerraform:
            if name not in ready:
                ready[name] = servers.enter_context(serving(providers_for(modules[name], provider_schemas)))
            environment = {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull, **ready[name]}
            return SchemaTerraform(folder, environment)

        yield terraform


@pytest.fixture
def module_copy(
    tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> Callable[[str], SchemaTerraform]:
    """A `copied` module after `terraform init`."""

    def copy(name: str) -> SchemaTerraform:
        terraform = schema_terraform(name, copied(name, tmp_path))
        terraform.run("init", "-no-color")
        return terraform

    return copy
