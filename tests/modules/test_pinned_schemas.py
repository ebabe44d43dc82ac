"""Each module fits the oldest and the newest version of a provider that it takes, by their schemas."""

from __future__ import annotations

import pytest

from crosstwin.terraform.finding import accepts
from tests.modules import provider_table
from tests.modules.declared_schemas import DECLARED
from tests.modules.module_check import check_module
from tests.modules.module_source import KINDS, Module
from tests.modules.pinned_schemas import PINNED, Pinned, load, pinned_for, schemas_of, types_in_use

each_version = pytest.mark.parametrize(
    "pinned", PINNED, ids=lambda pinned: f"{pinned.provider}-{pinned.version}"
)


@each_version
def test_modules_match_the_schemas_of_the_pinned_version(pinned: Pinned, modules: dict[str, Module]) -> None:
    users = [module for module in modules.values() if pinned in pinned_for(module)]
    assert users
    schemas = schemas_of(DECLARED, pinned)
    assert [problem for module in users for problem in check_module(module, schemas)] == []


@each_version
def test_modules_accept_the_pinned_version(pinned: Pinned, modules: dict[str, Module]) -> None:
    for module in modules.values():
        if pinned in pinned_for(module):
            constraint = module.required_providers()[pinned.provider]["version"].strip('"')
            assert accepts(constraint, pinned.version)


@each_version
def test_file_has_each_type_in_use_and_no_other(pinned: Pinned) -> None:
    used = {(kind, name) for kind, names in types_in_use(pinned.provider).items() for name in names}
    in_file = {key for key in load(pinned) if key[0] in KINDS}
    assert in_file == used, "run `make schemas`"


def test_oldest_pinned_version_is_the_lower_bound_of_the_modules(modules: dict[str, Module]) -> None:
    for provider in {pinned.provider for pinned in PINNED}:
        oldest = next(pinned for pinned in PINNED if pinned.provider == provider)
        bounds = {
            module.required_providers()[provider]["version"].strip('"').split(",")[0]
            for module in modules.values()
            if provider in module.required_providers()
        }
        assert bounds <= {f">= {oldest.version}", f">= {oldest.version.removesuffix('.0')}"}


def test_page_of_provider_versions_is_current() -> None:
    written = provider_table.PAGE.read_text(encoding="utf-8")
    assert written == provider_table.text(), "run `python -m tests.modules.provider_table`"
