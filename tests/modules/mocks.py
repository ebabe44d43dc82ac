"""Mocks and overrides of `terraform test`, held to OpenTofu's rules, which are stricter than Terraform's.

OpenTofu 1.11 fails a test whose mock or override gives an argument that the configuration gives too, a name
that the schema does not have, a block that the configuration has not got, or an object without all of its
attributes (composeMockValueForAttributes and composeMockValueForBlocks in its
internal/configs/hcl2shim/mock_value_composer.go). Terraform ignores the first and fills up the last.
Nor does OpenTofu take the `source` of a mock_provider (https://github.com/opentofu/opentofu/issues/1778).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import hcl2

from tests.modules.module_source import Json, Kind, Module, items, names_of, unquoted
from tests.modules.provider_schema import Block, ProviderSchemas

_BLOCKS: tuple[tuple[Kind, str, str], ...] = (
    ("resource", "mock_resource", "override_resource"),
    ("data", "mock_data", "override_data"),
)


def problems(module: Module, folder: Path, schemas: ProviderSchemas) -> list[str]:
    """What OpenTofu would refuse in the tests of a module, one line a problem."""
    return [
        f"{file.name}: {where}: {problem}"
        for file in _tests(folder)
        for where, kind, terraform_type, name, values in _mocked(hcl2.loads(_without_source(file)))
        for problem in _refused(
            schemas.block(kind, terraform_type),
            [
                body
                for type_, name_, body in module.resources(kind)
                if type_ == terraform_type and name in (None, name_)
            ],
            values,
        )
    ]


def put_in(folder: Path) -> None:
    """Write the mocks that a module's tests share into each of its test files."""
    for file in _tests(folder):
        file.write_text(_without_source(file), encoding="utf-8")


def _tests(folder: Path) -> list[Path]:
    return sorted((folder / "tests").glob("*.tftest.hcl"))


def _without_source(test: Path) -> str:
    """A test file's text, with the mocks themselves where it names their folder."""

    def mocks_in(source: re.Match[str]) -> str:
        shared = sorted((test.parents[1] / source[1]).glob("*.tfmock.hcl"))
        return "".join(file.read_text(encoding="utf-8") for file in shared)

    return re.sub(r'^  source = "(.+)"\n', mocks_in, test.read_text(encoding="utf-8"), flags=re.MULTILINE)


def _mocked(document: Json) -> Iterator[tuple[str, Kind, str, str | None, Json]]:
    """Where, kind, type, name (None: all of the type) and values of each mock and override in a test file."""
    scopes = [document]
    for provider in document.get("mock_provider", []):
        for _, body in items(provider):
            scopes.append(body)
            for kind, mock, _ in _BLOCKS:
                for block in body.get(mock, []):
                    for label, mocked in items(block):
                        yield (
                            f"{mock} {unquoted(label)}",
                            kind,
                            unquoted(label),
                            None,
                            mocked.get("defaults", {}),
                        )
    scopes += [body for run in document.get("run", []) for _, body in items(run)]
    for scope in scopes:
        for kind, _, override in _BLOCKS:
            for body in scope.get(override, []):
                target = names_of("." + body["target"].removeprefix("${").removesuffix("}"))
                terraform_type, name = target[-2:]
                yield (
                    f"{override} {terraform_type}.{name}",
                    kind,
                    terraform_type,
                    name,
                    body.get("values", {}),
                )


def _refused(schema: Block | None, bodies: list[Json], values: Json) -> Iterator[str]:
    """`bodies`: of the resources that get the values."""
    if schema is None:
        yield "no provider has this type"
        return
    if not bodies:
        yield "the module has no such resource"
    for key, value in items(values):
        argument = unquoted(key)
        if argument in schema.blocks:
            if not isinstance(value, dict):
                yield f"{argument} is a block: its values are one object"
            if not all(argument in body or argument in _dynamic(body) for body in bodies):
                yield f"{argument} is a block that the module does not have"
        elif argument not in schema.attributes:
            yield f"there is no {argument}"
        elif any(argument in body for body in bodies):
            yield f"the module gives {argument} too"
        elif (inner := schema.attributes[argument].inner) is not None:
            yield from _incomplete(argument, inner, value)


def _dynamic(body: Json) -> set[str]:
    return {unquoted(label) for block in body.get("dynamic", []) for label, _ in items(block)}


def _incomplete(argument: str, inner: Block, value: Json) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        given = {unquoted(key) for key, _ in items(one)} if isinstance(one, dict) else set()
        if missing := sorted({*inner.attributes, *inner.blocks} - given):
            yield f"{argument}: an object without {', '.join(missing)}"
