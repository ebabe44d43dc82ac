"""Providers that know their schemas and no cloud, for whole stacks: see `schema_provider`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.fuzz import random_twins
from tests.modules import schema_provider
from tests.modules.declared_schemas import DECLARED
from tests.modules.module_source import Module
from tests.modules.pinned_schemas import MODULES, newest, with_pinned
from tests.modules.provider_schema import ProviderSchemas
from tests.modules.schema_provider import Provider, providers_for, serving

Json = Any


@contextmanager
def schema_providers() -> Iterator[None]:
    """From here on, Terraform uses providers that know the schemas of all types in modules/."""
    modules = [Module.load(folder.parent) for folder in sorted(MODULES.glob("*/versions.tf"))]
    pinned = newest()
    schemas = ProviderSchemas.of_modules(
        modules, with_pinned(DECLARED, *pinned), {each.provider for each in pinned}
    )
    merged: dict[str, Provider] = {}
    for module in modules:
        for source, found in providers_for(module, schemas).items():
            known = merged.get(source, found)
            merged[source] = Provider(
                found.block,
                {**known.resources, **found.resources},
                {**known.data_sources, **found.data_sources},
            )
    by_schema_read = schema_provider.read

    def read(provider: Provider, terraform_type: str, arguments: Json) -> Json:
        state = by_schema_read(provider, terraform_type, arguments)
        if terraform_type == "aws_region":
            region = provider.configuration["region"]
            state |= {"id": region, "name": region, "region": region}
        elif terraform_type == "aws_dynamodb_table":
            keys = ("iotDeviceId", "id")
            state |= {"hash_key": keys[0], "range_key": keys[1]}
            state["attribute"] = [{"name": name, "type": "S"} for name in keys]
        elif terraform_type == "azapi_resource":
            answer: Json = {"documentEndpoint": "https://plant-telemetry.documents.azure.com:443/"}
            if "/containers/" in arguments["resource_id"]:
                answer = {"resource": {"partitionKey": {"paths": ["/iotDeviceId"]}}}
            state["output"] = schema_provider.dynamic({"properties": answer})
        return state

    schema_provider.read = read
    before = dict(os.environ)
    try:
        with serving(merged) as environment:
            for name in [name for name in os.environ if name.startswith(("TF_", "CROSSTWIN_", "CDKTF_"))]:
                del os.environ[name]
            os.environ.update(environment, CHECKPOINT_DISABLE="1", TF_CLI_CONFIG_FILE=os.devnull)
            os.environ.update({f"TF_VAR_{cloud}_token": "0" * 64 for cloud in random_twins.CLOUDS})
            yield
    finally:
        schema_provider.read = by_schema_read
        os.environ.clear()
        os.environ.update(before)
