"""The check of modules against provider schemas: it passes the modules, and finds what is broken in them.

Each kind of fault is put into each place of the real modules where it fits, one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.modules.conftest import NAMES, SchemaTerraform
from tests.modules.module_check import check_module
from tests.modules.module_source import KINDS, TRAVERSAL, Module, code_of, is_block, items, references
from tests.modules.provider_schema import Block, ProviderSchemas

every_module = pytest.mark.parametrize("name", NAMES)
SECRET = re.compile(
    r"(^|_)((access|primary|secondary|shared|readonly)_key|connection_string|password|sas|secret|token)$"
)
META = {"count", "for_each", "provider", "depends_on", "lifecycle", "dynamic", "provisioner"}


@pytest.fixture
def schemas(provider_schemas: ProviderSchemas) -> ProviderSchemas:
    return provider_schemas


@every_module
def test_module_matches_the_schemas_of_its_providers(
    name: str, modules: dict[str, Module], schemas: ProviderSchemas
) -> None:
    assert check_module(modules[name], schemas) == []


@every_module
def test_terraform_finds_the_module_valid(name: str, module_copy: Callable[[str], SchemaTerraform]) -> None:
    done = module_copy(name)("validate", "-no-color")
    assert done.returncode == 0, done.stderr


@every_module
def test_no_data_source_copies_a_secret_into_the_state(
    name: str, modules: dict[str, Module], schemas: ProviderSchemas
) -> None:
    """The state has all that a data source reads, also what the module does not use."""
    known = {("azurerm_storage_account_blob_container_sas", "sas")}  # the platform reads the package by it
    found = set()
    for terraform_type, _, _ in modules[name].resources("data"):
        block = schemas.block("data", terraform_type)
        assert block is not None
        read = {key for key, attribute in block.attributes.items() if not attribute.required}
        found |= {(terraform_type, key) for key in read if SECRET.search(key)}
    assert found <= known


def _bodies(module: Module, schemas: ProviderSchemas) -> Iterator[tuple[Any, Block]]:
    """Each resource, data source and nested block that can be changed, with its schema."""

    def nested(body: Any, schema: Block) -> Iterator[tuple[Any, Block]]:
        yield body, schema
        for name, value in items(body):
            if is_block(value) and name in schema.blocks:
                for block in value:
                    yield from nested(block, schema.blocks[name].block)
        for labelled in body.get("dynamic", []):
            for label, dynamic in items(labelled):
                for content in dynamic["content"]:
                    yield from nested(content, schema.blocks[label.strip('"')].block)

    for kind in KINDS:
        for terraform_type, _, body in module.resources(kind):
            schema = schemas.block(kind, terraform_type)
            assert schema is not None, terraform_type
            yield from nested(body, schema)


@every_module
def test_each_misspelt_argument_is_found(
    name: str, modules: dict[str, Module], schemas: ProviderSchemas
) -> None:
    module = modules[name].copy()
    found = 0
    for body, _ in list(_bodies(module, schemas)):
        for argument in [key for key, _ in items(body) if key not in META]:
            body[f"{argument}x"] = value = body.pop(argument)
            problems = check_module(module, schemas)
            assert any(f".{argument}x: unknown" in problem for problem in problems), (argument, problems)
            body[argument] = value
            del body[f"{argument}x"]
            found += 1
    assert found > 10
    assert check_module(module, schemas) == []


@every_module
def test_each_dropped_required_argument_is_found(
    name: str, modules: dict[str, Module], schemas: ProviderSchemas
) -> None:
    module = modules[name].copy()
    found = 0
    for body, schema in list(_bodies(module, schemas)):
        needed = [key for key, attribute in schema.attributes.items() if attribute.required]
        needed += [key for key, block in schema.blocks.items() if block.required]
        for argument in needed:
            value = body.pop(argument)
            problems = check_module(module, schemas)
            assert any(
                re.search(rf"misses the required (argument|block) {argument}$", problem)
                for problem in problems
            ), (argument, problems)
            body[argument] = value
            found += 1
    assert found > 3


@every_module
def test_each_misplaced_block_is_found(
    name: str, modules: dict[str, Module], schemas: ProviderSchemas
) -> None:
    module = modules[name].copy()
    for body, _ in list(_bodies(module, schemas)):
        for argument in [key for key, value in items(body) if key not in META and is_block(value)]:
            block = body[argument]
            body[argument] = [{argument: block, "__is_block__": True}]
            problems = check_module(module, schemas)
            # A block can have an argument of its own name: permissions.permissions of a SAS.
            refusals = [f".{argument}.{argument}: {why}" for why in ("unknown block", "is not a block")]
            assert any(refusal in problem for problem in problems for refusal in refusals), problems
            body[argument] = block


@every_module
def test_each_block_written_as_a_value_and_the_reverse_is_found(
    name: str, modules: dict[str, Module], schemas: ProviderSchemas
) -> None:
    module = modules[name].copy()
    for body, _ in list(_bodies(module, schemas)):
        for argument in [key for key, _ in items(body) if key not in META]:
            value = body[argument]
            if is_block(value):
                body[argument] = dict(items(value[0]))
                expected = f".{argument}: is a block"
            else:
                body[argument] = [{"__is_block__": True}]
                expected = f".{argument}: is not a block"
            problems = check_module(module, schemas)
            assert any(expected in problem for problem in problems), (argument, problems)
            body[argument] = value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each list or dict that holds an expression, and where in it."""
    pairs = list(enumerate(value)) if isinstance(value, list) else list(items(value))
    for key, inner in pairs:
        if isinstance(inner, str):
            yield value, key
        elif isinstance(inner, (list, dict)) and key != "ignore_changes":
            yield from _places(inner)


@every_module
def test_each_reference_to_something_undeclared_is_found(
    name: str, modules: dict[str, Module], schemas: ProviderSchemas
) -> None:
    module = modules[name].copy()
    found = 0
    for holder, key in [
        place for kind, blocks in module.content.items() if kind != "moved" for place in _places(blocks)
    ]:
        original = holder[key]
        for root, path in TRAVERSAL.findall(code_of(original)):
            is_resource = "_" in root and root != "each"
            if not (is_resource or root in ("var", "local", "data")) or "[" in path:
                continue
            first = re.findall(r"[\w-]+", path)[1 if root == "data" else 0]
            broken = path.replace(f".{first}", f".{first}x", 1)
            if f"{root}{path}" not in original:
                continue
            holder[key] = original.replace(f"{root}{path}", f"{root}{broken}", 1)
            problems = check_module(module, schemas)
            assert any(f"{first}x" in problem and "is not declared" in problem for problem in problems), (
                original,
                problems,
            )
            found += 1
        holder[key] = original
    assert found > 10


def _of(module: Module, terraform_type: str, name: str = "hot_reader") -> Any:
    return module.resource("resource", terraform_type, name)


FAULTS: dict[str, tuple[Callable[[Module], Any], str]] = {
    "an attribute that the provider does not compute": (
        lambda m: _of(m, "azurerm_service_plan").update(location="${azurerm_key_vault.hot_reader.vault_url}"),
        "azurerm_service_plan.hot_reader.location: azurerm_key_vault.hot_reader.vault_url: no attribute "
        "vault_url; did you mean vault_uri?",
    ),
    "an attribute inside a block": (
        lambda m: _of(m, "azurerm_service_plan").update(
            location="${azurerm_function_app_flex_consumption.hot_reader.identity[0].principal}"
        ),
        "no attribute principal; did you mean principal_id?",
    ),
    "a computed attribute that is set": (
        lambda m: _of(m, "azurerm_key_vault").update(vault_uri='"https://…"'),
        "azurerm_key_vault.hot_reader.vault_uri: is computed by the provider and cannot be set",
    ),
    "text for a boolean": (
        lambda m: _of(m, "azurerm_key_vault").update(purge_protection_enabled='"no"'),
        'azurerm_key_vault.hot_reader.purge_protection_enabled: must be a bool, not "\\"no\\""',
    ),
    "text for a number": (
        lambda m: _of(m, "azurerm_key_vault").update(soft_delete_retention_days='"seven"'),
        'azurerm_key_vault.hot_reader.soft_delete_retention_days: must be a number, not "\\"seven\\""',
    ),
    "a list for text": (
        lambda m: _of(m, "azurerm_key_vault").update(sku_name=['"standard"']),
        'azurerm_key_vault.hot_reader.sku_name: must be a string, not ["\\"standard\\""]',
    ),
    "text for a map": (
        lambda m: _of(m, "azurerm_key_vault").update(tags='"plant"'),
        'azurerm_key_vault.hot_reader.tags: must be a map, not "\\"plant\\""',
    ),
    "two blocks where one can be": (
        lambda m: _of(m, "azurerm_function_app_flex_consumption").update(
            identity=2 * [{"type": '"SystemAssigned"', "__is_block__": True}]
        ),
        "azurerm_function_app_flex_consumption.hot_reader.identity: there can be one such block, not 2",
    ),
    "ignored changes of an argument that is none": (
        lambda m: _of(m, "azurerm_function_app_flex_consumption")["lifecycle"][0].update(
            ignore_changes=["app_setting"]
        ),
        "azurerm_function_app_flex_consumption.hot_reader.lifecycle.ignore_changes: app_setting: "
        "no attribute app_setting; did you mean app_settings?",
    ),
    "a lifecycle argument that is none": (
        lambda m: _of(m, "azurerm_function_app_flex_consumption")["lifecycle"][0].update(prevent_delete=True),
        "azurerm_function_app_flex_consumption.hot_reader.lifecycle: unknown argument prevent_delete",
    ),
    "count beside for_each": (
        lambda m: _of(m, "azurerm_role_assignment").update(count=1),
        "azurerm_role_assignment.hot_reader: count and for_each exclude each other",
    ),
    "an argument of a later azapi": (
        lambda m: _of(m, "azapi_resource_action", "code").update(ignore_not_found=True),
        "azapi_resource_action.code.ignore_not_found: unknown argument",
    ),
    "a type that is none": (
        lambda m: m.content["resource"].append({'"azurerm_keyvault"': {'"main"': {"__is_block__": True}}}),
        "azurerm_keyvault.main: no provider has a resource type azurerm_keyvault",
    ),
    "a provider that is not required": (
        lambda m: m.content["terraform"][0]["required_providers"][0].pop("azapi"),
        "terraform: required_providers misses azapi",
    ),
    "a provider that nothing uses": (
        lambda m: m.content["terraform"][0]["required_providers"][0].update(
            random={"source": '"hashicorp/random"'}
        ),
        "terraform: nothing uses the required provider random",
    ),
    "a dynamic block that is none": (
        lambda m: _of(m, "azurerm_key_vault").update(
            dynamic=[
                {'"network_acl"': {"for_each": [], "content": [{"__is_block__": True}], "__is_block__": True}}
            ]
        ),
        "azurerm_key_vault.hot_reader.network_acl: unknown block; did you mean network_acls?",
    ),
    "a dynamic block without what it repeats": (
        lambda m: _of(m, "azurerm_key_vault").update(
            dynamic=[
                {
                    '"network_acls"': {
                        "content": [{"bypass": '"None"', "default_action": '"Deny"', "__is_block__": True}],
                        "__is_block__": True,
                    }
                }
            ]
        ),
        "azurerm_key_vault.hot_reader.network_acls: a dynamic block needs for_each",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found(fault: str, modules: dict[str, Module], schemas: ProviderSchemas) -> None:
    change, expected = FAULTS[fault]
    module = modules["azure-hot-reader"].copy()
    change(module)
    assert expected in "\n".join(check_module(module, schemas))


def test_repeated_blocks_are_sets_or_lists_as_the_provider_says(schemas: ProviderSchemas) -> None:
    account = schemas.block("resource", "azurerm_cosmosdb_account")
    function = schemas.block("resource", "google_cloudfunctions2_function")
    assert account is not None
    assert function is not None
    assert account.blocks["capabilities"].unordered
    assert not function.blocks["service_config"].block.blocks["secret_environment_variables"].unordered
    assert account.attributes["ip_range_filter"].type == "set"


def test_schemas_are_read_without_importing_the_bindings(schemas: ProviderSchemas) -> None:
    """An import runs thousands of modules, for ten seconds."""
    import subprocess
    import sys

    code = (
        "import sys; from tests.modules.provider_schema import ProviderSchemas\n"
        "assert ProviderSchemas({}).block('resource', 'google_storage_bucket')\n"
        "print([name for name in sys.modules if name.startswith(('cdktf', 'jsii'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_terraform_refuses_what_the_schemas_do_not_know(
    module_copy: Callable[[str], SchemaTerraform],
) -> None:
    """The schemas that Terraform is given decide: it is not told that everything is fine."""
    terraform = module_copy("gcp-hot-reader")
    secret = terraform.folder / "secret.tf"
    secret.write_text(secret.read_text().replace("secret_data = local", "secret_text = local"))
    done = terraform("validate", "-no-color")
    assert done.returncode == 1
    assert 'An argument named "secret_text" is not expected here.' in done.stderr


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${var.a}", [("var", ["a"])]),
        ('"${var.a}/b.c"', [("var", ["a"])]),
        ('"a.b"', []),
        ('"$${var.a}"', []),
        ('"a \\" ${local.b} \\" c.d"', [("local", ["b"])]),
        ("${[for x in var.a : x.b]}", [("var", ["a"])]),
        ("${{for k, v in local.a : k => v.b}}", [("local", ["a"])]),
        ("${one(google_x.y[*].z)}", [("google_x", ["y", "z"])]),
        ('${google_x.y["a.b"].c[0].d}', [("google_x", ["y", "c", "d"])]),
        ("${data.azurerm_x.y[0].z}", [("data", ["azurerm_x", "y", "z"])]),
        ('${join(",", ["a.b", "${var.c}"])}', [("var", ["c"])]),
        ("${1.5 + var.a}", [("var", ["a"])]),
    ],
)
def test_references_of_an_expression(expression: str, expected: list[tuple[str, list[str]]]) -> None:
    assert list(references(expression)) == expected
