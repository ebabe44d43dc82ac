"""What the modules grant, read from their HCL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.modules.conftest import MODULES
from tests.modules.module_source import Module, items, unquoted


class Grant(NamedTuple):
    """One action or role. `name`: the statement's Sid on AWS, else what the HCL calls it."""

    module: str
    name: str
    action: str


_STATEMENT = re.compile(r'Sid\s*=\s*"(\w+)"\s+Effect\s*=\s*"Allow"\s+Action\s*=\s*\[(.*?)\]', re.DOTALL)
_ALLOWED = re.compile(r'Effect\s*=\s*"Allow"')
_TRUST = re.compile(r'Action\s*=\s*"sts:AssumeRole"')


def aws_grants(folder: Path) -> Iterator[Grant]:
    """Of the policies in a module, which must all be written in one way. Trust policies are left out."""
    for file in sorted(folder.glob("*.tf")):
        text = file.read_text(encoding="utf-8")
        statements = _STATEMENT.findall(text)
        assert len(statements) == len(_ALLOWED.findall(text)) - len(_TRUST.findall(text)), file
        for name, actions in statements:
            yield from (Grant(folder.name, name, action) for action in re.findall(r'"([^"]+)"', actions))


def azure_grants(folder: Path) -> Iterator[Grant]:
    """Roles of Azure, data actions of Cosmos DB's own roles, and roles within Kusto databases."""
    module = Module.load(folder)
    for local, grants in module.locals().items():
        if local.endswith("_roles"):
            for name, grant in items(grants):
                yield Grant(folder.name, unquoted(name), unquoted(grant["role"]))
    for type_, name, body in module.resources("resource"):
        if type_ == "azurerm_role_assignment" and body["role_definition_name"] != "${each.value.role}":
            yield Grant(folder.name, name, unquoted(body["role_definition_name"]))
        if type_ == "azurerm_kusto_database_principal_assignment":
            yield Grant(folder.name, name, unquoted(body["role"]))
        if type_ == "azurerm_cosmosdb_sql_role_definition":
            for permission in body["permissions"]:
                for action in permission["data_actions"]:
                    yield Grant(folder.name, name, unquoted(action))


def gcp_grants(folder: Path) -> Iterator[Grant]:
    """Roles of Google Cloud."""
    for type_, name, body in Module.load(folder).resources("resource"):
        if "_iam_" not in type_:
            continue
        role = unquoted(body["role"])
        if role == "${each.value.role}":
            each: Any = items(body["for_each"])
            yield from (Grant(folder.name, unquoted(key), unquoted(one["role"])) for key, one in each)
        else:
            yield Grant(folder.name, name, role)


def all_grants() -> list[Grant]:
    readers = {"aws": aws_grants, "azure": azure_grants, "gcp": gcp_grants}
    return [
        grant
        for folder in sorted(MODULES.iterdir())
        if (folder / "versions.tf").exists() and (read := readers.get(folder.name.partition("-")[0]))
        for grant in read(folder)
    ]
