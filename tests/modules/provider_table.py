"""Writes docs/reference/providers.md: `python -m tests.modules.provider_table`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.modules.conftest import MODULES, NAMES
from tests.modules.module_source import Module
from tests.modules.pinned_schemas import newest, pinned_for

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/providers.md"
# The one that is in the mirror over which the AWS modules are deployed.
DEPLOYED = ("aws", "5.100.0")

HEAD = """\
# Provider versions

Which versions of the Terraform providers each module supports, and how a change to a module is checked against them.
`python -m tests.modules.provider_table` writes this page from the modules and their tests.

| Way | What it shows |
|---|---|
| schema | Each argument, block and reference of the module exists in that version, and no required one is missing. The schema comes from the provider's prebuilt bindings, or, for `azapi`, `time` and `grafana`, from their documentation. |
| plan | Terraform plans and applies the module, its examples and later changes, with a provider that knows the schema and what replaces a resource, and calls no cloud. |
| real | `terraform validate` and `terraform test` with the provider itself and mocked resources. Where Terraform cannot download the provider, the test run says so and skips this. |
| emulator | The provider itself deploys, changes and destroys the module over an emulator of AWS. |

| Module | Provider | Range | Version | Ways |
|---|---|---|---|---|
"""  # noqa: E501

TAIL = """
"each change" runs in `make test`, "nightly" in `make nightly`. Terraform 1.9 is the oldest that the modules support: a
variable's validation looks at other variables. No release of
`hashicorp/aws` 7 was known when this page was written; the modules' range ends below it.

## OpenTofu

OpenTofu 1.9 or newer takes the same modules and stacks; 1.10 or newer for state in S3. `tofu` in place of `terraform` is
enough in a stack's folder. For `cdktf` and `crosstwin`, name it in a variable:

```sh
export TERRAFORM_BINARY_NAME=tofu
crosstwin doctor
cdktf deploy l3-aws
```

`crosstwin doctor` then shows OpenTofu and its version. OpenTofu's providers come from `registry.opentofu.org`: a mirror
needs that folder, and `.terraform.lock.hcl` names that registry. OpenTofu reads `~/.tofurc` before `~/.terraformrc`.

| Used here | Terraform | OpenTofu |
|---|---|---|
| a variable's validation that looks at other variables | 1.9 | [1.9](https://github.com/opentofu/opentofu/pull/2216) |
| state locks in S3 without DynamoDB | 1.10 | [1.10](https://github.com/opentofu/opentofu/issues/599) |
| `terraform_data`, `moved`, `optional()`, `precondition` and `postcondition`, destroy-time provisioners | 1.9 | 1.6, its first release |
| `mock_provider`, `override_resource` and `override_data` in tests | 1.7 | [1.8](https://opentofu.org/docs/v1.8/intro/whats-new/), stricter since [1.9](https://github.com/opentofu/opentofu/pull/2220) |

The modules use no ephemeral values, no write-only arguments and no provider functions. A mock that gives what the module
gives too, or an object without all of its attributes, fails in OpenTofu alone: `tests/modules/mocks.py` holds the
modules' tests to that rule. Where both programs are on the PATH, `make test` validates and tests each module with both.

## CDKTF and its successor

The program uses `cdktf` 0.21.0, its last release. `make cdktn` synthesizes the examples with CDK Terrain (`cdktn` 0.24),
which continues it, and compares the JSON of each stack:

```console
$ make cdktn
aws-only: l3-aws, l4-aws: equal
…
mixed: l3-aws, l3-azure, l3-gcp, l4-aws: equal
```

A switch replaces the import in `crosstwin/stacks/cdk.py`, the packages in `pyproject.toml` and `package.json`, the name of
the command in `crosstwin/terraform/`, and `.gen/` (`cdktn get`). `cdktn-cli` requires Node.js 22.19 or newer, and `cdktn`
an older `constructs` (below 10.8) than `requirements.lock` has.
"""  # noqa: E501


def _rows() -> Iterator[tuple[str, str, str, str, str]]:
    for name in NAMES:
        module = Module.load(MODULES / name)
        for provider, required in sorted(module.required_providers().items()):
            constraint = required["version"].strip('"')
            pinned = [each for each in pinned_for(module) if each.provider == provider]
            for each in pinned:
                yield (
                    name,
                    provider,
                    constraint,
                    each.version,
                    _ways(provider, each.version, each in newest()),
                )
            if not pinned:
                yield name, provider, constraint, "newest", "schema, plan; real, each change"


def _ways(provider: str, version: str, is_newest: bool) -> str:
    if provider == "aws":
        return "schema; emulator, each change" if (provider, version) == DEPLOYED else "schema"
    return "schema, plan; real, each change" if is_newest else "schema; real, nightly"


def text() -> str:
    rows = (
        f"| {name} | {provider} | `{constraint}` | {version} | {ways} |\n"
        for name, provider, constraint, version, ways in _rows()
    )
    return HEAD + "".join(rows) + TAIL


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
