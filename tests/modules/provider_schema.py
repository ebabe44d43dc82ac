"""Schemas of Terraform providers, without the providers.

The prebuilt CDKTF bindings were generated from the providers' own schemas, and each package carries the
result as data: a `.jsii` assembly with every argument's name, whether it is required, its type and how blocks
nest; and beside it the generated JavaScript, which alone knows what is a block and what is a set.
`ProviderSchemas` reads both and imports nothing. `module_check` holds a module against them,
`schema_provider` serves them to Terraform.

What the bindings do not tell: which values an argument takes, and which arguments exclude each other. azapi
has no bindings; what the modules use of it is in `declared_schemas`.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import tarfile
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from tests.modules.module_source import KINDS, Kind, Module

AttributeType = Literal["string", "number", "bool", "list", "set", "map", "any"]
Json = Any


@dataclass(frozen=True, slots=True)
class Attribute:
    type: AttributeType
    required: bool = False
    # False: the provider computes it, and a module can only read it.
    settable: bool = True
    # The inside of a computed list of objects, where it has one.
    inner: Block | None = None
    # Of type "any" and computed: what a provider without a cloud returns. None: some string.
    example: Json = None


@dataclass(frozen=True, slots=True)
class NestedBlock:
    block: Block
    required: bool
    # True: at most one.
    single: bool
    # True: a set. Its members have no order, so that `name[0]` is an error.
    unordered: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The inside of a resource, a data source or a block in one."""

    attributes: Mapping[str, Attribute]
    blocks: Mapping[str, NestedBlock] = field(default_factory=dict)


# Schemas that do not come from bindings, by what they are of and by its name.
Declared = Mapping[tuple[Kind | Literal["provider"], str], Block]


class ProviderSchemas:
    """Schemas of resources, data sources and provider blocks, by Terraform type."""

    def __init__(self, declared: Declared, complete: Collection[str] = ()) -> None:
        """`declared`: schemas of types and providers that no bindings know.

        `complete`: providers of which it has all types, whatever the installed bindings know.
        """
        self._declared = declared
        self._complete = frozenset(complete)
        self._known: dict[tuple[Kind, str], Block | None] = {}

    @classmethod
    def of_modules(
        cls, modules: Iterable[Module], declared: Declared, complete: Collection[str] = ()
    ) -> ProviderSchemas:
        """Schemas for these modules, read ahead: a type that comes later costs a pass through the package."""
        wanted: dict[str, set[str]] = {}
        for module in modules:
            for kind in KINDS:
                for terraform_type, _, _ in module.resources(kind):
                    provider = provider_of(terraform_type)
                    if provider in complete:
                        continue
                    with suppress(LookupError):
                        if name := _bindings(provider).class_of(kind, terraform_type):
                            wanted.setdefault(provider, {_bindings(provider).provider_class()}).add(name)
        for provider, names in wanted.items():
            _bindings(provider).read_scripts(names)
        return cls(declared, complete)

    def block(self, kind: Kind, terraform_type: str) -> Block | None:
        """The schema of a resource or data source; None if the provider has no such type."""
        key = (kind, terraform_type)
        if (declared := self._declared.get(key)) is not None:
            return declared
        if provider_of(terraform_type) in self._complete:
            return None
        if key not in self._known:
            self._known[key] = self._read(kind, terraform_type)
        return self._known[key]

    def provider(self, provider: str) -> Block:
        """The schema of a provider block.

        Raises:
            LookupError: nothing is known of the provider.
        """
        if (declared := self._declared.get(("provider", provider))) is not None:
            return declared
        bindings = _bindings(provider)
        return block_of_class(bindings, bindings.provider_class())

    def _read(self, kind: Kind, terraform_type: str) -> Block | None:
        try:
            bindings = _bindings(provider_of(terraform_type))
        except LookupError:
            return None
        name = bindings.class_of(kind, terraform_type)
        return None if name is None else block_of_class(bindings, name)


def provider_of(terraform_type: str) -> str:
    """`azurerm_key_vault` -> `azurerm`"""
    return terraform_type.split("_", 1)[0]


class _Shape(NamedTuple):
    is_block: bool
    is_set: bool


_SHAPE = re.compile(r'^ +(\w+): \{\n +value: .*\n +isBlock: (true|false),\n +type: "(\w+)"', re.MULTILINE)


class Bindings:
    """The bindings of one provider, as the data in their package.

    The `.jsii` assembly has some 90 to 130 MB, of which a module needs a few kilobytes. Types are found by
    their position in the text and parsed one at a time: 2 s and one copy of the text, not 10 s and 1 GB.
    """

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        with tarfile.open(archive) as content:
            assembly = content.extractfile("package/.jsii")
            if assembly is None:
                raise LookupError(f"{archive} carries no .jsii assembly")
            self._text = assembly.read()
        headers = list(re.finditer(rb'^    "([^"\n]+)": \{$', self._text, re.MULTILINE))
        self._starts = [header.start() for header in headers]
        self._names = [header.group(1).decode() for header in headers]
        self._index = {name: position for position, name in enumerate(self._names)}
        self._scripts: dict[str, str] = {}

    def type(self, name: str) -> Json:
        """The type of that name, as JSON; None if there is none."""
        position = self._index.get(name)
        if position is None:
            return None
        end = self._starts[position + 1] if position + 1 < len(self._starts) else len(self._text)
        text = self._text[self._starts[position] : end]
        return json.loads(text[text.index(b"{") : text.rindex(b"\n    }") + len(b"\n    }")])

    def class_of(self, kind: Kind, terraform_type: str) -> str | None:
        """Name of the class that stands for a Terraform type, found by the link in its documentation."""
        suffix = "Resource" if kind == "resource" else "Data Source"
        position = self._text.find(f" {terraform_type}}} {suffix}.".encode())
        return self._names[bisect_right(self._starts, position) - 1] if position >= 0 else None

    def provider_class(self) -> str:
        """Name of the class that stands for the provider block."""
        return next(name for name in self._names if re.search(r"\.provider\.\w+Provider$", name))

    def read_scripts(self, class_names: Iterable[str]) -> None:
        """Read the JavaScript of these classes in one pass, which takes 3 s however many they are."""
        wanted = {_script_of(self.type(name)) for name in class_names} - set(self._scripts)
        if wanted:
            with tarfile.open(self._archive) as content:
                for member in content:
                    if member.name in wanted and (file := content.extractfile(member)) is not None:
                        self._scripts[member.name] = file.read().decode()

    def shapes(self, cls: Json, struct: str | None = None) -> dict[str, _Shape]:
        """How the arguments of a class, or of a struct in its file, are written in HCL, by name."""
        script = self._scripts.get(_script_of(cls), "")
        if struct is None:
            start = script.find("synthesizeHclAttributes() {")
        else:
            name = struct.rsplit(".", 1)[-1]
            start = script.find(f"function {name[:1].lower()}{name[1:]}ToHclTerraform(")
        text = script[start : script.find("Object.fromEntries", start)] if start >= 0 else ""
        return {name: _Shape(block == "true", kind == "set") for name, block, kind in _SHAPE.findall(text)}


@functools.cache
def _bindings(provider: str) -> Bindings:
    """The installed bindings of `aws`, `azurerm` or `google`.

    Raises:
        LookupError: they are not installed, or carry no assembly.
    """
    package = f"cdktf_cdktf_provider_{provider}"
    # Finding is not importing: the import runs thousands of modules and takes ten seconds.
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise LookupError(f"{package} is not installed")
    archives = sorted(Path(found.submodule_search_locations[0], "_jsii").glob("*.jsii.tgz"))
    if not archives:
        raise LookupError(f"{package} carries no .jsii.tgz")
    return Bindings(archives[0])


def _script_of(cls: Json) -> str:
    source = str(cls["locationInModule"]["filename"])
    return "package/lib/" + source.removeprefix("src/").removesuffix(".ts") + ".js"


def block_of_class(bindings: Bindings, name: str) -> Block:
    """A resource's schema: the properties of its config are its arguments, its other properties computed."""
    bindings.read_scripts([name])
    cls = bindings.type(name)
    parameters = cls["initializer"]["parameters"]
    config = next(parameter["type"]["fqn"] for parameter in parameters if parameter["name"] == "config")
    return _block_of_struct(bindings, cls, config, reader=cls, shapes=bindings.shapes(cls))


def _block_of_struct(
    bindings: Bindings, cls: Json, struct: str, *, reader: Json | None, shapes: Mapping[str, _Shape]
) -> Block:
    attributes: dict[str, Attribute] = {}
    blocks: dict[str, NestedBlock] = {}
    for prop in bindings.type(struct).get("properties", []):
        name = _terraform_name(prop)
        required = not prop.get("optional", False)
        fqn = _struct_name(prop["type"])
        # A struct is a block, unless the script says otherwise: an attribute can hold objects too.
        shape = shapes.get(name, _Shape(is_block=True, is_set=False))
        if fqn is None or bindings.type(fqn) is None:
            type_ = _attribute_type(prop["type"])
            attributes[name] = Attribute("set" if type_ == "list" and shape.is_set else type_, required)
        elif not shape.is_block:
            attributes[name] = Attribute("any", required)
        else:
            output = bindings.type(f"{fqn}OutputReference")
            block = _block_of_struct(bindings, cls, fqn, reader=output, shapes=bindings.shapes(cls, fqn))
            repeated = '"array"' in json.dumps(prop["type"])
            blocks[name] = NestedBlock(block, required, single=not repeated, unordered=shape.is_set)
    if reader is not None:
        attributes |= _computed(bindings, reader, {camel_case(name) for name in (*attributes, *blocks)})
    return Block(attributes, blocks)


def _computed(bindings: Bindings, reader: Json, arguments: set[str]) -> dict[str, Attribute]:
    computed: dict[str, Attribute] = {}
    for prop in reader.get("properties", []):
        name = prop["name"]
        if prop.get("static") or not prop.get("immutable") or name in arguments:
            continue
        if name in ("internalValue", "fqn") or (name.endswith("Input") and prop.get("optional")):
            continue
        fqn = str(prop["type"].get("fqn", ""))
        inner = None
        if fqn.endswith("List"):
            output = bindings.type(fqn.removesuffix("List") + "OutputReference")
            inner = None if output is None else Block(_computed(bindings, output, set()))
        computed[snake_case(name)] = Attribute(_attribute_type(prop["type"]), settable=False, inner=inner)
    return computed


def camel_case(name: str) -> str:
    """The name that the bindings give to an argument: `https_only` -> `httpsOnly`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def snake_case(name: str) -> str:
    """The other way round, for names of which the bindings give no other spelling."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _terraform_name(prop: Json) -> str:
    """The provider's own spelling, from the link to its documentation: camel case loses `use_32_bit`."""
    link = re.search(r"#([a-z0-9_]+) \w+#\1\}", json.dumps(prop.get("docs", {})))
    return link.group(1) if link else snake_case(prop["name"])


def _struct_name(type_: Json) -> str | None:
    """The struct that a property holds, alone or in a list; None for plain values."""
    if "fqn" in type_:
        name = str(type_["fqn"])
        return None if name.startswith(("cdktf.", "cdktn.")) else name
    if "collection" in type_:
        return _struct_name(type_["collection"]["elementtype"])
    if "union" in type_:
        return next((found for member in type_["union"]["types"] if (found := _struct_name(member))), None)
    return None


_PRIMITIVES: Mapping[str, AttributeType] = {"boolean": "bool", "number": "number", "string": "string"}


def _attribute_type(type_: Json) -> AttributeType:
    text = json.dumps(type_)
    if ".StringMap" in text or '"kind": "map"' in text:
        return "map"
    if '"kind": "array"' in text or 'List"' in text:
        return "list"
    for primitive, attribute_type in _PRIMITIVES.items():
        if f'"primitive": "{primitive}"' in text:
            return attribute_type
    # A computed boolean comes as IResolvable.
    return "bool" if "IResolvable" in text else "any"
