"""Providers that have a schema and nothing else, so that Terraform itself can judge a module.

`terraform validate`, and `terraform test` with mocked providers, need of a provider only its schema. Where
the real provider cannot be installed, `serving` offers those that `provider_schema` reads from the bindings,
to a Terraform that is told by TF_REATTACH_PROVIDERS to use a provider that already runs
(https://developer.hashicorp.com/terraform/plugin/debugging). What that shows: types, references, conditions
of variables, what the mocked resources are asked for. What it does not: whether a cloud takes the values, or
what the real provider checks beyond its schema.

The messages are those of tfplugin5.proto, written by hand: a handful of fields.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc  # type: ignore[import-untyped]

from tests.modules.module_source import KINDS, Kind, Module
from tests.modules.provider_schema import Attribute, Block, Json, ProviderSchemas

_LIST, _SET = 2, 3  # NestedBlock.NestingMode


@contextmanager
def serving(providers: Mapping[str, bytes]) -> Iterator[dict[str, str]]:
    """Serve providers by their source address, each with a schema that `schema_message` made.

    Yields the environment that makes a Terraform use them. `terraform init` needs it too, and then looks for
    them in no registry.
    """
    with ThreadPoolExecutor(max_workers=8) as pool:
        servers = []
        addresses = {}
        try:
            for source, schema in providers.items():
                server = grpc.server(pool)
                server.add_generic_rpc_handlers([_handlers(schema)])
                port = server.add_insecure_port("127.0.0.1:0")
                server.start()
                servers.append(server)
                addresses[f"registry.terraform.io/{source}"] = {
                    "Protocol": "grpc",
                    "ProtocolVersion": 5,
                    "Pid": os.getpid(),
                    "Test": True,
                    "Addr": {"Network": "tcp", "String": f"127.0.0.1:{port}"},
                }
            yield {"TF_REATTACH_PROVIDERS": json.dumps(addresses)}
        finally:
            for server in servers:
                server.stop(grace=None).wait()


def schemas_for(module: Module, schemas: ProviderSchemas) -> dict[str, bytes]:
    """For each provider that a module requires, its source address, and a schema with the types in use there.

    The rest of a provider's types would take minutes to read.
    """
    messages = {}
    for name, requirement in module.required_providers().items():
        types: dict[Kind, dict[str, Block]] = {"resource": {}, "data": {}}
        for kind in KINDS:
            for terraform_type, _, _ in module.resources(kind):
                block = schemas.block(kind, terraform_type) if terraform_type.startswith(f"{name}_") else None
                if block is not None:
                    types[kind][terraform_type] = block
        source = requirement["source"].strip('"')
        messages[source] = schema_message(schemas.provider(name), types["resource"], types["data"])
    return messages


def schema_message(
    provider: Block, resources: Mapping[str, Block], data_sources: Mapping[str, Block]
) -> bytes:
    """A GetProviderSchema.Response."""
    return b"".join(
        [
            _message(1, _schema(provider)),
            *(_map_entry(2, name, _schema(block)) for name, block in resources.items()),
            *(_map_entry(3, name, _schema(block)) for name, block in data_sources.items()),
        ]
    )


def _handlers(schema: bytes) -> Any:
    """The calls that Terraform makes of a provider whose resources it mocks."""
    answers: Mapping[str, Callable[[bytes], bytes]] = {
        "GetSchema": lambda _: schema,
        "PrepareProviderConfig": lambda request: _message(1, _field_of(request, 1)),
        "ValidateResourceTypeConfig": lambda _: b"",
        "ValidateDataSourceConfig": lambda _: b"",
        "Configure": lambda _: b"",
        # The state as it came: RawState.json is field 1 of field 3, DynamicValue.json field 2.
        "UpgradeResourceState": lambda request: _message(1, _message(2, _field_of(_field_of(request, 3), 1))),
        "ReadResource": lambda request: _message(1, _field_of(request, 2)),
        "Stop": lambda _: b"",
    }

    def handler(answer: Callable[[bytes], bytes]) -> Any:
        return grpc.unary_unary_rpc_method_handler(lambda request, _: answer(request))

    return grpc.method_handlers_generic_handler(
        "tfplugin5.Provider", {name: handler(answer) for name, answer in answers.items()}
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
    # An id can be left out and is then the provider's, as no other argument: which of them are is not known.
    computed = not attribute.settable or (name == "id" and not attribute.required)
    return b"".join(
        [
            _message(1, name.encode()),
            _message(2, json.dumps(_type(attribute)).encode()),
            _number(4, int(attribute.required)),
            _number(5, int(attribute.settable and not attribute.required)),
            _number(6, int(computed)),
        ]
    )


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
