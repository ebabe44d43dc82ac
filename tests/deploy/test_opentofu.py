"""A twin deployed, planned and looked at by a CLI of another name, which says that it is OpenTofu.

Where `tofu` is not installed, it is Terraform that says so: that shows that no step names or starts Terraform
by itself, and that the providers are looked for in OpenTofu's registry, not that OpenTofu deploys the twin.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from crosstwin.errors import Failure
from crosstwin.local.twin import running_twin
from crosstwin.packages.places import ROOT
from crosstwin.terraform import finding
from crosstwin.terraform.finding import find_terraform, mirrors, product, why_not
from crosstwin.terraform.plan.terraform import plan
from tests.deploy.command import crosstwin

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}"),
]


@pytest.fixture
def tofu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenTofu if it is there, else a `tofu` that is Terraform, and a mirror with the folders of both."""
    if shutil.which("tofu") is None:
        terraform = find_terraform()
        (tmp_path / "bin").mkdir()
        program = tmp_path / "bin/tofu"
        # Only what the CLI says of itself: -json, which cdktf reads, has Terraform's version in both.
        program.write_text(
            "#!/bin/sh\n"
            f'[ "$*" = version ] || exec "{terraform}" "$@"\n'
            f'"{terraform}" version | sed s/Terraform/OpenTofu/\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(_of_both(tmp_path / "mirror")))
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "tofu")
    if missing := why_not():
        pytest.skip(missing)


def _of_both(mirror: Path) -> Path:
    """A CLI configuration whose mirror holds the providers of this machine under both registries."""
    for folder in (mirrored / finding._TERRAFORM.registry for mirrored in mirrors()):
        # Terraform follows links to packages alone.
        for package in (*folder.glob("*/*/*/*"), *folder.glob("*/*/*.zip")):
            for registry in finding.REGISTRIES:
                link = mirror / registry / package.relative_to(folder)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(package)
    file = mirror.with_suffix(".tfrc")
    file.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n')
    return file


def test_each_step_runs_the_program_that_is_named(tofu: None, tmp_path: Path) -> None:
    assert product().name == "OpenTofu"
    folder = tmp_path / "twin"
    with running_twin(ROOT / "examples/aws-only/twin.yaml", folder) as twin:
        assert twin.terraform == Path(str(shutil.which("tofu")))
        assert crosstwin(twin, "plan", "l3-aws") == "l3-aws: no changes\n"
        checks = {one["name"]: one for one in json.loads(crosstwin(twin, "doctor", "--json"))["checks"]}
        assert checks["OpenTofu"]["ok"]
        assert checks["OpenTofu"]["where"] == str(twin.terraform)
        assert checks["provider hashicorp/aws"]["ok"]
        assert "Terraform" not in checks

        state = folder / "state/factory/l3-aws.tfstate"
        state.write_text("no state")
        with pytest.raises(Failure, match=r"^tofu plan in .* failed with 1"):
            plan(twin.terraform, folder / "cdktf.out/stacks/l3-aws")
