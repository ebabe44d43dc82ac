"""What `crosstwin plan` reports of Terraform's own errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crosstwin.errors import Failure
from crosstwin.terraform.finding import find_terraform
from crosstwin.terraform.plan.terraform import initialize

STACK = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": ">= 6.28"}}}}


def test_a_provider_that_cannot_be_installed_leads_to_doctor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terraform = find_terraform()
    assert terraform is not None
    stack, mirror = tmp_path / "l3-aws", tmp_path / "mirror"
    stack.mkdir()
    mirror.mkdir()
    (stack / "main.tf.json").write_text(json.dumps(STACK))
    configuration = tmp_path / "terraform.tfrc"
    configuration.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'
    )
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(configuration))
    with pytest.raises(Failure) as raised:
        initialize(terraform, stack)
    assert str(raised.value).splitlines()[-1] == (
        "`crosstwin doctor` lists the providers and credentials that are missing"
    )
