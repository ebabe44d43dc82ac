"""Providers that have a schema and no cloud, so that Terraform itself can judge and plan a module.

`terraform validate`, and `terraform test` with mocked providers, need of a provider only its schema. Where
the real provider cannot be installed, `serving` offers those that `provider_schema` reads from the bindings,
to a Terraform that is told by TF_REATTACH_PROVIDERS to use a provider that already runs
(https://developer.hashicorp.com/terraform/plugin/debugging). They plan and apply too: each create succeeds,
computed attributes get values, and `replacements` says which arguments replace a resource.

What that shows: types, references, conditions of variables, what is asked for, what a later plan changes and
replaces. What it does not: whether a cloud takes the values, or what the real provider checks beyond its
schema.

The messages are those of tfplugin5.proto, written by hand: a handful of fields.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc  # type: ignore[import-untyped]

from tests.modules.module_source import KINDS, Kind, Module
from tests.modules.msgpack import UNKNOWN, pack, unpack
from tests.modules.provider_schema import Attribute, Block, Json, ProviderSchemas
from tests.modules.replacements import REPLACEMENTS

_LIST, _SET = 2, 3  # NestedBlock.NestingMode


@dataclass(frozen=True, slots=True)
class Provider:
    """The schemas of a provider's own block, and of types of its resources and data sources."""

    block: Block
    resources: Mapping[str, Block] = field(default_factory=dict)
    data_sources: Mapping[str, Block] = field(default_factory=dict)
    # The arguments of the provider's block in the configuration that runs.
    configuration: dict[str, Json] = field(default_factory=dict)


@contextmanager
def serving(providers: Mapping[str, Provider]) -> Iterator[dict[str, str]]:
    """Serve providers by their source address.

    Yields the environment that makes a Terraform use them. `terraform init` needs it too, and then looks for
    them in no registry.
    """
    with ThreadPoolExecutor(max_workers=8) as pool:
        servers = []
        addresses: dict[str, Any] = {}
        try:
            for source, provider in providers.items():
                server = grpc.server(pool)
                server.add_generic_rpc_handlers([_handlers(provider)])
                port = server.add_insecure_port("127.0.0.1:0")
                server.start()
                servers.append(server)
                running = {
                    "Protocol": "grpc",
                    "ProtocolVersion": 5,
                    "Pid": os.getpid(),
                    "Test": True,
                    "Addr": {"Network": "tcp", "String": f"127.0.0.1:{port}"},
                }
                # A source without a host is on the first registry for Terraform, on the second for OpenTofu.
                addresses |= {
                    f"registry.{host}/{source}": running for host in ("terraform.io", "opentofu.org")
                }
            yield {"TF_REATTACH_PROVIDERS": json.dumps(addresses)}
        finally:
            for server in servers:
                server.stop(grace=None).wait()


def providers_for(module: Module, schemas: ProviderSchemas) -> dict[str, Provider]:
    """The providers that a module requires, by source address, with the types in use there.

    The rest of a provider's types would take minutes to read.
    """
    providers = {}
    for name, requirement in module.required_providers().items():
        types: dict[Kind, dict[str, Block]] = {"resource": {}, "data": {}}
        for kind in KINDS:
            for terraform_type, _, _ in module.resources(kind):
                block = schemas.block(kind, terraform_type) if terraform_type.startswith(f"{name}_") else None
                if block is not None:
                    types[kind][terraform_type] = block
        source = requirement["source"].strip('"')
        providers[source] = Provider(schemas.provider(name), types["resource"], types["data"])
    return providers


def _handlers(provider: Provider) -> Any:
    """The calls that Terraform makes of a provider."""
    answers: Mapping[str, Callable[[bytes], bytes]] = {
        "GetSchema": lambda _: _schema_response(provider),
        "PrepareProviderConfig": lambda request: _message(1, _field_of(request, 1)),
        "ValidateResourceTypeConfig": lambda _: b"",
        "ValidateDataSourceConfig": lambda _: b"",
        "Configure": lambda request: _configured(provider, request),
        # The state as it came: RawState.json is field 1 of field 3, DynamicValue.json field 2.
        "UpgradeResourceState": lambda request: _message(1, _message(2, _field_of(_field_of(request, 3), 1))),
        "ReadResource": lambda request: _message(1, _field_of(request, 2)),
        "PlanResourceChange": lambda request: _planned(provider, request),
        "ApplyResourceChange": lambda request: applied(provider, request),
        "ReadDataSource": lambda request: _read(provider, request),
        "Stop": lambda _: b"",
    }

    def handler(answer: Callable[[bytes], bytes]) -> Any:
        return grpc.unary_unary_rpc_method_handler(lambda request, _: answer(request))

    return grpc.method_handlers_generic_handler(
        "tfplugin5.Provider", {name: handler(answer) for name, answer in answers.items()}
    )


def _configured(provider: Provider, request: bytes) -> bytes:
    provider.configuration.clear()
    provider.configuration.update(_value_of(request, 2) or {})
    return b""


# What becomes of a resource. Fields of a request: 1 the type's name, 2 the state before, 3 the state to come.


def _planned(provider: Provider, request: bytes) -> bytes:
    terraform_type = _field_of(request, 1).decode()
    prior, proposed = _value_of(request, 2), _value_of(request, 3)
    if proposed is None:
        return _message(1, _value(None))
    replacement = REPLACEMENTS.get(terraform_type)
    if replacement is None:
        return _message(4, _error(f"tests/modules/replacements.py does not list {terraform_type}"))
    if prior is None:
        known = {
            name: UNKNOWN if UNKNOWN in proposed.values() else text.format_map(proposed)
            for name, text in replacement.known_at_plan.items()
        }
        planned = _with_computed(proposed, provider.resources[terraform_type], lambda *_: UNKNOWN) | known
        return _message(1, _value(planned)) + _number(5, 1)
    stale = {name for name, of in replacement.copied.items() if prior.get(of) != proposed.get(of)}
    proposed |= dict.fromkeys(stale, UNKNOWN)
    changed = [name for name in sorted(replacement.arguments) if prior.get(name) != proposed.get(name)]
    # An attribute's path is a list of steps, of which each has a name as its field 1.
    paths = b"".join(_message(2, _message(1, _message(1, name.encode()))) for name in changed)
    return _message(1, _value(proposed)) + paths + _number(5, 1)


def applied(provider: Provider, request: bytes) -> bytes:
    """The answer to ApplyResourceChange. Tests put another in its place, to refuse a call."""
    terraform_type, planned = _field_of(request, 1).decode(), asked_for(request)
    if planned is not None:
        block, replacement = provider.resources[terraform_type], REPLACEMENTS[terraform_type]
        # An id says what the resource is called, and is the same when it is made again.
        identity = [str(planned.get(name)) for name in sorted(replacement.arguments) if planned.get(name)]
        copied = {name: planned[of] for name, of in replacement.copied.items() if planned[name] is UNKNOWN}
        planned = _without_unknown(planned, block, terraform_type) | copied
        for name, value in replacement.known.items():
            planned[name] = value.format_map(planned) if isinstance(value, str) else value
        if "id" in planned and _value_of(request, 2) is None:
            planned["id"] = replacement.id.format_map(planned) or "/".join([terraform_type, *identity])
    return _message(1, _value(planned)) + _number(4, 1)


def asked_for(request: bytes) -> Json:
    """The state that ApplyResourceChange is to bring about; None to destroy."""
    return _value_of(request, 3)


def refusal(summary: str) -> bytes:
    """The answer to ApplyResourceChange when the cloud refuses: no new state, and why."""
    return _message(1, _value(None)) + _message(3, _error(summary))


def _read(provider: Provider, request: bytes) -> bytes:
    return _message(1, _value(read(provider, _field_of(request, 1).decode(), _value_of(request, 2))))


def read(provider: Provider, terraform_type: str, arguments: Json) -> Json:
    """The state of a data source, the same at each read: what it names has not changed.

    Tests put another in its place, to answer from what an emulator has.
    """
    block = provider.data_sources[terraform_type]
    return _with_computed(arguments, block, lambda *named: _example(terraform_type, *named, serial=0))


def _with_computed(value: Json, block: Block, computed: Callable[[str, Attribute], Json]) -> Json:
    """A resource, or a block of one, whose computed attributes have values, too."""
    filled = dict(value)
    for name, attribute in block.attributes.items():
        if filled.get(name) is None and _is_computed(name, attribute):
            filled[name] = computed(name, attribute)
    for name, nested in block.blocks.items():
        if isinstance(filled.get(name), list):
            filled[name] = [_with_computed(each, nested.block, computed) for each in filled[name]]
    return filled


def _without_unknown(value: Json, block: Block, terraform_type: str) -> Json:
    filled = {
        name: _example(terraform_type, name, block.attributes[name]) if each is UNKNOWN else each
        for name, each in value.items()
    }
    for name, nested in block.blocks.items():
        if isinstance(filled.get(name), list):
            filled[name] = [_without_unknown(each, nested.block, terraform_type) for each in filled[name]]
    return filled


_serial = itertools.count(1)


def _example(terraform_type: str, name: str, attribute: Attribute, serial: int | None = None) -> Json:
    """A value of a computed attribute, another one at each call without a `serial`."""
    if attribute.inner is not None:
        members = attribute.inner.attributes.items()
        return [{member: _example(terraform_type, member, inner, serial) for member, inner in members}]
    serial = next(_serial) if serial is None else serial
    if attribute.type == "any":
        value = attribute.example or f"{terraform_type}.{name}.{serial}"
        return dynamic(value)
    if name in _URLS:
        return f"https://{terraform_type.replace('_', '-')}-{serial}.example.com/"
    if attribute.type in ("list", "set", "map"):
        return {} if attribute.type == "map" else []
    return {"string": f"{terraform_type}.{name}.{serial}", "number": serial, "bool": False}[attribute.type]


def dynamic(value: Json) -> Json:
    """A value of an attribute of any type, which brings its type."""
    return [json.dumps(_type_of(value)).encode(), value]


def _type_of(value: Json) -> Json:
    if isinstance(value, dict):
        return ["object", {name: _type_of(each) for name, each in value.items()}]
    return ["tuple", [_type_of(each) for each in value]] if isinstance(value, list) else "string"


def _value_of(request: bytes, field_: int) -> Any:
    return unpack(_field_of(_field_of(request, field_), 1))


def _value(value: Any) -> bytes:
    return _message(1, pack(value))


def _error(summary: str) -> bytes:
    return _number(1, 1) + _message(2, summary.encode())


# The schema, as Terraform asks for it.


def _schema_response(provider: Provider) -> bytes:
    return b"".join(
        [
            _message(1, _schema(provider.block)),
            *(_map_entry(2, name, _schema(block)) for name, block in provider.resources.items()),
            *(_map_entry(3, name, _schema(block)) for name, block in provider.data_sources.items()),
        ]
    )


def _schema(block: Block) -> bytes:
    return _message(2, _block(block))


def _block(block: Block) -> bytes:
    attributes = (_message(2, _attribute(name, attribute)) for name, attribute in block.attributes.items())
    nested = (
        _message(
            3,
            _message(1, name.encode())
            + _message(2, _block(inner.block))
            + _number(3, _SET if inner.unordered else _LIST)
            + _number(4, 1 if inner.required else 0)
            + _number(5, 1 if inner.single else 0),
        )
        for name, inner in block.blocks.items()
    )
    return b"".join([*attributes, *nested])


def _attribute(name: str, attribute: Attribute) -> bytes:
    return b"".join(
        [
            _message(1, name.encode()),
            _message(2, json.dumps(_type(attribute)).encode()),
            _number(4, int(attribute.required)),
            _number(5, int(attribute.settable and not attribute.required)),
            _number(6, int(_is_computed(name, attribute))),
        ]
    )


# Arguments that can be left out and are then the provider's. The bindings do not say which are, so that this
# names those that modules read: each id, the Cloud Run service of a function, the hash of a Lambda's code.
_COMPUTED_WHEN_LEFT_OUT = {"id", "service", "code_sha256"}
# Where a function answers: others are given it, and accept nothing but a URL.
_URLS = {"function_url", "url"}


def _is_computed(name: str, attribute: Attribute) -> bool:
    return not attribute.settable or (name in _COMPUTED_WHEN_LEFT_OUT and not attribute.required)


def _type(attribute: Attribute) -> Json:
    if attribute.inner is not None:
        members = {name: _type(inner) for name, inner in attribute.inner.attributes.items()}
        return ["list", ["object", members]]
    if attribute.type in ("list", "set", "map"):
        return [attribute.type, "string"]
    return "dynamic" if attribute.type == "any" else attribute.type


# Protocol buffers: a tag is the field's number and its wire type, 0 for a number, 2 for bytes after a length.


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _map_entry(field: int, key: str, value: bytes) -> bytes:
    return _message(field, _message(1, key.encode()) + _message(2, value))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _field_of(message: bytes, wanted: int) -> bytes:
    """The content of a field of bytes; empty if it is absent."""
    position = 0
    while position < len(message):
        tag, position = _read_varint(message, position)
        length, position = _read_varint(message, position)
        if tag & 7 == 0:
            continue  # a number: what was read as a length is its value
        if tag >> 3 == wanted:
            return message[position : position + length]
        position += length
    return b""


def _read_varint(message: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position
