"""Each example in a module's README: parsed, and held against the module and the providers' schemas.

No Terraform is needed; where there is one, the tests of each module let it judge too.
"""

from __future__ import annotations

import pytest

from tests.modules import readme
from tests.modules.conftest import MODULES, NAMES
from tests.modules.module_check import check_root
from tests.modules.module_source import Module
from tests.modules.provider_schema import ProviderSchemas

EXAMPLES = [
    pytest.param(name, text, id=f"{name}-{number}")
    for name in NAMES
    for number, text in enumerate(readme.hcl_examples(MODULES / name))
]


def problems(text: str, modules: dict[str, Module], schemas: ProviderSchemas) -> list[str]:
    return check_root(Module.parse("example", [text]), modules, schemas)


def test_every_module_has_an_example() -> None:
    assert [name for name in NAMES if not readme.hcl_examples(MODULES / name)] == []


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_readme_example_fits_module_and_providers(
    name: str, text: str, modules: dict[str, Module], provider_schemas: ProviderSchemas
) -> None:
    assert f'source = "./modules/{name}"' in text
    assert problems(text, modules, provider_schemas) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('region = "eu-central-1"', 'regoin = "eu-central-1"', "provider.aws.regoin: unknown argument"),
        (
            "hot_reader_package ",
            "hot_reader_pakage ",
            "module.hot_reader: unknown argument hot_reader_pakage",
        ),
        ("hot_reader_package ", "# ", "module.hot_reader: misses the required argument hot_reader_package"),
        ("./modules/aws-hot-reader", "./modules/hot-reader", "there is no ./modules/hot-reader"),
        ("module.hot_reader.hot_reader_url", "module.hot_reader.url", "module.hot_reader has no output url"),
        ("module.hot_reader.hot_reader_url", "module.reader.url", "module.reader is not declared"),
        ("module.hot_reader.hot_reader_url", "var.url", "var.url is not declared"),
    ],
)
def test_an_example_at_fault_is_found(
    right: str, wrong: str, told: str, modules: dict[str, Module], provider_schemas: ProviderSchemas
) -> None:
    (text,) = readme.hcl_examples(MODULES / "aws-hot-reader")
    assert right in text
    assert told in "\n".join(problems(text.replace(right, wrong), modules, provider_schemas))
