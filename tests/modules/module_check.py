"""Holds a module's HCL against the schemas of its providers, on a machine that has not got the providers."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping

from tests.modules.module_source import (
    KINDS,
    Json,
    Kind,
    Module,
    is_block,
    items,
    names_of,
    references,
    unquoted,
)
from tests.modules.provider_schema import AttributeType, Block, ProviderSchemas, provider_of

# Terraform's own arguments, allowed in each resource and data source whatever the provider says.
_META_ARGUMENTS = {"count", "for_each", "provider", "depends_on", "lifecycle"}
_MODULE_META_ARGUMENTS = {"source", "version", "providers", "count", "for_each", "depends_on"}
_RESOURCE_META_BLOCKS = {"provisioner", "connection"}
_LIFECYCLE = {"create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by"}
_CONDITIONS = {"precondition", "postcondition"}
# Names that Terraform itself gives to an expression, with no schema to check against.
_BUILT_IN_ROOTS = {"each", "count", "path", "terraform", "self"}


def check_module(module: Module, schemas: ProviderSchemas) -> list[str]:
    """What is wrong with a module, one line a problem, each with where it is.

    Checked: that types, arguments and blocks exist, in their place; that required ones are there; that
    literals fit; that references lead somewhere; that exactly the providers in use are required. Not checked:
    values.
    """
    return [
        *_check_resources(module, schemas),
        *_check_providers(module),
        *_check_references(module, schemas),
    ]


def check_root(root: Module, modules: Mapping[str, Module], schemas: ProviderSchemas) -> list[str]:
    """The same for a configuration that calls `modules` (by the names of their folders).

    Checked besides: its provider blocks, that a call gives what its module requires and nothing that it does
    not know, and that the outputs that are read exist.
    """
    problems = [*_check_resources(root, schemas), *_check_references(root, schemas)]
    for provider, body in root.labelled("provider").items():
        problems += _check_block(f"provider.{provider}", dict(items(body)), schemas.provider(provider))
    called: dict[str, Module] = {}
    for call, body in root.labelled("module").items():
        folder = unquoted(body["source"]).removeprefix("./modules/")
        if folder not in modules:
            problems.append(f"module.{call}: there is no {unquoted(body['source'])}")
            continue
        called[call] = modules[folder]
        variables = modules[folder].labelled("variable")
        given = {key for key, _ in items(body)} - _MODULE_META_ARGUMENTS
        problems += [f"module.{call}: unknown argument {key}" for key in sorted(given - set(variables))]
        required = {key for key, variable in variables.items() if "default" not in variable}
        problems += [f"module.{call}: misses the required argument {key}" for key in sorted(required - given)]
    for where, expression, _ in root.expressions():
        for start, names in references(expression):
            if start != "module" or len(names) < 2 or names[0] not in called:
                continue
            if names[1] not in called[names[0]].labelled("output"):
                problems.append(f"{where}: module.{names[0]} has no output {names[1]}")
    return problems


def _check_resources(module: Module, schemas: ProviderSchemas) -> Iterator[str]:
    for kind in KINDS:
        for terraform_type, name, body in module.resources(kind):
            where = f"{'data.' if kind == 'data' else ''}{terraform_type}.{name}"
            schema = schemas.block(kind, terraform_type)
            if schema is None:
                yield f"{where}: no provider has a {kind} type {terraform_type}"
                continue
            yield from _check_lifecycle(where, body, schema, kind)
            meta = _META_ARGUMENTS | (_RESOURCE_META_BLOCKS if kind == "resource" else set())
            yield from _check_block(
                where, {key: value for key, value in items(body) if key not in meta}, schema
            )


def _check_providers(module: Module) -> Iterator[str]:
    used = {provider_of(terraform_type) for kind in KINDS for terraform_type, _, _ in module.resources(kind)}
    used -= {"terraform"}
    declared = set(module.required_providers())
    yield from (f"terraform: required_providers misses {name}" for name in sorted(used - declared))
    yield from (f"terraform: nothing uses the required provider {name}" for name in sorted(declared - used))


def _check_lifecycle(where: str, body: Json, schema: Block, kind: Kind) -> Iterator[str]:
    if "count" in body and "for_each" in body:
        yield f"{where}: count and for_each exclude each other"
    for lifecycle in body.get("lifecycle", []):
        for key, value in items(lifecycle):
            if key in _CONDITIONS:
                for condition in value:
                    missing = {"condition", "error_message"} - {name for name, _ in items(condition)}
                    yield from (f"{where}.lifecycle.{key}: misses {name}" for name in sorted(missing))
            elif key not in _LIFECYCLE or kind == "data":
                yield f"{where}.lifecycle: unknown argument {key}"
            elif key == "ignore_changes" and value != "all":
                for path in value:
                    names = names_of(path.removeprefix("${").removesuffix("}"))
                    yield from _check_path(f"{where}.lifecycle.ignore_changes", names, schema, path)


def _check_block(where: str, body: Mapping[str, Json], schema: Block) -> Iterator[str]:
    given: set[str] = set()
    for name, value in items(body):
        if name == "dynamic":
            for labelled in value:
                for label, dynamic in items(labelled):
                    given.add(unquoted(label))
                    yield from _check_dynamic(f"{where}.{unquoted(label)}", unquoted(label), dynamic, schema)
            continue
        given.add(name)
        yield from _check_argument(f"{where}.{name}", name, value, schema)
    for name, attribute in schema.attributes.items():
        if attribute.required and name not in given:
            yield f"{where}: misses the required argument {name}"
    for name, nested in schema.blocks.items():
        if nested.required and name not in given:
            yield f"{where}: misses the required block {name}"


def _check_argument(where: str, name: str, value: Json, schema: Block) -> Iterator[str]:
    if (nested := schema.blocks.get(name)) is not None:
        if not is_block(value):
            yield f"{where}: is a block; write it without ="
            return
        if nested.single and len(value) > 1:
            yield f"{where}: there can be one such block, not {len(value)}"
        for block in value:
            yield from _check_block(where, block, nested.block)
    elif (attribute := schema.attributes.get(name)) is not None:
        if is_block(value):
            yield f"{where}: is not a block; write it with ="
        elif not attribute.settable:
            yield f"{where}: is computed by the provider and cannot be set"
        elif not _fits(value, attribute.type):
            yield f"{where}: must be a {attribute.type}, not {json.dumps(value)}"
    else:
        yield f"{where}: unknown {'block' if is_block(value) else 'argument'}{_suggestion(name, schema)}"


def _check_dynamic(where: str, name: str, dynamic: Json, schema: Block) -> Iterator[str]:
    nested = schema.blocks.get(name)
    if nested is None:
        yield f"{where}: unknown block{_suggestion(name, schema)}"
        return
    given = {key for key, _ in items(dynamic)}
    unknown = given - {"for_each", "iterator", "labels", "content"}
    yield from (f"{where}: dynamic blocks have no argument {key}" for key in sorted(unknown))
    yield from (
        f"{where}: a dynamic block needs {key}" for key in ("for_each", "content") if key not in given
    )
    for content in dynamic.get("content", []):
        yield from _check_block(where, content, nested.block)


def _fits(value: Json, type_: AttributeType) -> bool:
    """Whether a literal can become a value of the type. Expressions are not evaluated: they always can."""
    is_expression = isinstance(value, str) and (not value.startswith('"') or "${" in value)
    if value is None or type_ == "any":
        return True
    if type_ == "map":
        return is_expression or isinstance(value, dict)
    if type_ in ("list", "set"):
        return is_expression or isinstance(value, list)
    if isinstance(value, (list, dict)):
        return False
    text = str(value).strip('"').lower()
    pattern = {"string": "", "bool": r"(true|false)$", "number": r"-?\d+(\.\d+)?$"}[type_]
    return is_expression or re.match(pattern, text) is not None


def _suggestion(name: str, schema: Block) -> str:
    near = difflib.get_close_matches(name, [*schema.attributes, *schema.blocks], n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _check_references(module: Module, schemas: ProviderSchemas) -> Iterator[str]:
    declared = {
        "var": set(module.labelled("variable")),
        "local": set(module.locals()),
        "module": set(module.labelled("module")),
    }
    resources = {(kind, type_, name) for kind in KINDS for type_, name, _ in module.resources(kind)}
    for where, expression, iterators in module.expressions():
        if where == "moved.from":  # what was there before
            continue
        for root, names in references(expression):
            shown = ".".join([root, *names])
            if root in _BUILT_IN_ROOTS | iterators:
                continue
            if root in declared:
                if names and names[0] not in declared[root]:
                    yield f"{where}: {root}.{names[0]} is not declared"
                continue
            kind: Kind = "data" if root == "data" else "resource"
            terraform_type, *rest = names if kind == "data" else [root, *names]
            if not rest or (kind, terraform_type, rest[0]) not in resources:
                yield f"{where}: {shown} is not declared"
            elif (schema := schemas.block(kind, terraform_type)) is not None:
                yield from _check_path(where, rest[1:], schema, shown)


def _check_path(where: str, names: list[str], schema: Block, shown: str) -> Iterator[str]:
    """Whether a path of attribute names exists in a schema; inside plain values anything goes."""
    current: Block | None = schema
    for name in names:
        if current is None:
            return
        if name in current.blocks:
            current = current.blocks[name].block
        elif name in current.attributes:
            current = current.attributes[name].inner
        else:
            yield f"{where}: {shown}: no attribute {name}{_suggestion(name, current)}"
            return
