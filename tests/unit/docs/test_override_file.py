"""The override file that the page about operations shows to a team with Terraform alone."""

from __future__ import annotations

import json
import re

from crosstwin.packages.places import ROOT


def test_the_override_file_names_arguments_of_the_module_in_an_l3_stack() -> None:
    page = (ROOT / "docs/operations.md").read_text()
    (shown,) = re.findall(r"```json\n( *\{\"module\".*?)```", page, re.DOTALL)
    ((name, arguments),) = json.loads(shown)["module"].items()
    assert f'"{name}"' in (ROOT / "crosstwin/stacks/hot_reader.py").read_text()
    variables = (ROOT / "modules/aws-hot-reader/variables.tf").read_text()
    assert {*arguments} <= {*re.findall(r'^variable "(\w+)"', variables, re.MULTILINE)}
