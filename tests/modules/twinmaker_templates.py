"""The CloudFormation templates that aws-twinmaker makes of its variables, planned without a provider.

They depend on variables, and on the ARNs of three resources. Such a plan takes 0.4 s. `terraform test` prints
a run's outputs with -verbose only, and with them the provider's whole schema, 12 MB, after each run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.modules import readme

MODULE = readme.MODULES / "aws-twinmaker"
_FILES = ("variables", "template", "component_types", "entities")
_ARNS = {
    "aws_iam_role.workspace.arn": '"arn:aws:iam::123456789012:role/factory-twinmaker"',
    "aws_s3_bucket.workspace.arn": '"arn:aws:s3:::factory-twinmaker-123456789012"',
    "aws_lambda_function.component_type_reader": "[]",
}


def write(folder: Path) -> None:
    """The module's part that makes templates, with an output `templates`."""
    for name in _FILES:
        text = (MODULE / f"{name}.tf").read_text(encoding="utf-8")
        for reference, value in _ARNS.items():
            text = text.replace(reference, value)
        (folder / f"{name}.tf").write_text(text, encoding="utf-8")
    (folder / "outputs.tf").write_text('output "templates" {\n  value = local.templates\n}\n', "utf-8")


def planned(run: Callable[..., str]) -> dict[str, str]:
    """The output `templates` of a plan. `run` runs Terraform in a folder."""
    run("plan", "-out=plan", "-no-color")
    planned_values = json.loads(run("show", "-json", "plan"))["planned_values"]
    templates: dict[str, str] = planned_values["outputs"]["templates"]["value"]
    return templates


def variables_of(test: str) -> str:
    """The variables that all runs of a file of the module's tests have, as a .tfvars file."""
    text = (MODULE / f"tests/{test}.tftest.hcl").read_text(encoding="utf-8")
    found = re.search(r"^variables \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{test} has no variables"
    return found[1]
