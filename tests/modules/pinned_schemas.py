"""Schemas of provider versions whose bindings are not installed: the oldest and the newest that modules take.

The prebuilt bindings of one version have 30 to 50 MB, of which the modules use a few types. `schemas/` holds
what `make schemas` reads of those types, so that no test needs a registry: `azurerm-5.10.0.json` and so on.
The packages are the prebuilt bindings of cdktf and of its successor cdktn, whose assemblies look alike.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.modules import readme
from tests.modules.module_source import KINDS, Kind, Module
from tests.modules.provider_schema import (
    Attribute,
    Bindings,
    Block,
    Declared,
    Json,
    NestedBlock,
    ProviderSchemas,
    block_of_class,
    provider_of,
)

MODULES = Path(__file__).resolve().parents[2] / "modules"
FOLDER = Path(__file__).resolve().parent / "schemas"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A provider's version, and the package on PyPI with the bindings that were generated from it."""

    provider: str
    version: str
    bindings: str

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.provider}-{self.version}.json"


# For each provider, the oldest version that the modules take first, and the newest last.
PINNED = (
    Pinned("aws", "5.100.0", "cdktf-cdktf-provider-aws==20.1.0"),
    Pinned("aws", "6.69.1", "cdktn-provider-aws==25.8.1"),
    Pinned("azurerm", "4.78.0", "cdktn-provider-azurerm==16.6.0"),
    Pinned("azurerm", "5.10.0", "cdktn-provider-azurerm==18.9.0"),
    Pinned("google", "6.50.0", "cdktn-provider-google==17.0.0"),
    Pinned("google", "8.7.0", "cdktn-provider-google==21.1.0"),
)


def pinned_for(module: Module) -> list[Pinned]:
    """The pinned versions of the providers that a module requires."""
    return [pinned for pinned in PINNED if pinned.provider in module.required_providers()]


def newest() -> list[Pinned]:
    """One version of each pinned provider."""
    return list({pinned.provider: pinned for pinned in PINNED}.values())


def schemas_of(declared: Declared, *versions: Pinned) -> ProviderSchemas:
    """Schemas in which the provider of a version has the types of its file, and no others."""
    return ProviderSchemas(with_pinned(declared, *versions), {version.provider for version in versions})


def with_pinned(declared: Declared, *versions: Pinned) -> Declared:
    merged = dict(declared)
    for version in versions:
        merged |= load(version)
    return merged


@cache
def load(pinned: Pinned) -> Declared:
    content = json.loads(pinned.file.read_text(encoding="utf-8"))
    return {
        ("provider", pinned.provider): _block(content["provider"]),
        **{(kind, name): _block(block) for kind in KINDS for name, block in content[kind].items()},
    }


def extract(bindings: Bindings, types: Mapping[Kind, Iterable[str]]) -> Json:
    """The content of a pinned version's file. A type that the bindings do not know is left out."""
    found: Json = {"provider": _json(block_of_class(bindings, bindings.provider_class()))}
    for kind, names in types.items():
        classes = {name: bindings.class_of(kind, name) for name in sorted(names)}
        bindings.read_scripts(cls for cls in classes.values() if cls)
        found[kind] = {name: _json(block_of_class(bindings, cls)) for name, cls in classes.items() if cls}
    return found


def types_in_use(provider: str) -> dict[Kind, set[str]]:
    """Of the modules and the examples in their READMEs."""
    folders = [folder.parent for folder in MODULES.glob("*/versions.tf")]
    used: dict[Kind, set[str]] = {kind: set() for kind in KINDS}
    for folder in folders:
        for module in (Module.load(folder), Module.parse(folder.name, readme.hcl_examples(folder)[:1])):
            for kind in KINDS:
                used[kind] |= {name for name, _, _ in module.resources(kind) if provider_of(name) == provider}
    return used


# A block as JSON: attributes and blocks by name, each with what differs from the usual.


def _json(block: Block) -> Json:
    return {
        "attributes": {name: _attribute_json(each) for name, each in block.attributes.items()},
        "blocks": {
            name: {
                "block": _json(each.block),
                **{key: True for key in ("required", "single", "unordered") if getattr(each, key)},
            }
            for name, each in block.blocks.items()
        },
    }


def _attribute_json(attribute: Attribute) -> Json:
    content: Json = {"type": attribute.type}
    if attribute.required:
        content["required"] = True
    if not attribute.settable:
        content["settable"] = False
    if attribute.inner is not None:
        content["inner"] = _json(attribute.inner)
    return content


def _block(content: Json) -> Block:
    return Block(
        {
            name: Attribute(
                each["type"],
                required=each.get("required", False),
                settable=each.get("settable", True),
                inner=_block(each["inner"]) if "inner" in each else None,
            )
            for name, each in content["attributes"].items()
        },
        {
            name: NestedBlock(
                _block(each["block"]),
                required=each.get("required", False),
                single=each.get("single", False),
                unordered=each.get("unordered", False),
            )
            for name, each in content["blocks"].items()
        },
    )


def _written(content: Json) -> str:
    """One line a type: a change of a provider is then a readable diff."""
    lines = [f'"provider": {json.dumps(content["provider"], sort_keys=True)}']
    for kind in KINDS:
        types = [
            f'"{name}": {json.dumps(block, sort_keys=True)}' for name, block in sorted(content[kind].items())
        ]
        lines.append(f'"{kind}": {{\n' + ",\n".join(types) + "\n}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    """Write all files again. Downloads the bindings, some 50 MB each."""
    FOLDER.mkdir(exist_ok=True)
    for pinned in PINNED:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--no-deps",
                    "--dest",
                    folder,
                    pinned.bindings,
                ],
                check=True,
            )
            wheel = next(Path(folder).glob("*.whl"))
            with zipfile.ZipFile(wheel) as content:
                name = next(name for name in content.namelist() if name.endswith(".jsii.tgz"))
                bindings = Bindings(Path(content.extract(name, folder)))
            pinned.file.write_text(
                _written(extract(bindings, types_in_use(pinned.provider))), encoding="utf-8"
            )
        sys.stdout.write(f"{pinned.file.name}: from {pinned.bindings}\n")


if __name__ == "__main__":
    main()
