"""The hot store of a deployed cloud, ready to be written to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from crosstwin_contract.records import CROSSTWIN, RecordMapping

from crosstwin.clouds import CLOUDS
from crosstwin.clouds.records import Records
from crosstwin.errors import Failure
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud

# Outputs that only the reader of a demo has: the key of its Cosmos DB; the `host:port` of its Firestore, and
# the project there.
EMULATOR_KEY = "emulator_key"
EMULATOR_ADDRESS, EMULATOR_PROJECT = "emulator_address", "emulator_project"


class Writer(Protocol):
    def put(self, records: Iterable[Mapping[str, Any]]) -> None: ...


@dataclass(frozen=True, slots=True)
class DeployedStore:
    """`name` says which store it is, for people."""

    name: str
    writer: Writer


def deployed_hot_store(deployment: Deployment, cloud: Cloud) -> DeployedStore:
    """The hot store of the cloud's l3 stack; one that existed before is in twin.yaml itself.

    Raises Failure if the stack is not deployed, or is not one of this twin, or if the cloud's SDK is not
    installed.
    """
    if cloud in deployment.readers:
        raise Failure(
            f"readers.{cloud} was deployed by other means, so its hot store is unknown here: write to "
            "it as its owner does"
        )
    service, module = CLOUDS[cloud].store, f"{__package__}.on_{cloud}"
    try:
        deployed = import_module(module).deployed
    except ModuleNotFoundError as error:
        if error.name == module:
            raise Failure(f"crosstwin does not write to {service}, the hot store on {cloud}") from None
        raise Failure(
            f"writing to {service} needs a package that is not installed ({error.name}): "
            "pip install 'crosstwin[local]'"
        ) from error
    store: DeployedStore = deployed(deployment)
    return store


def mapping_of(records: Records | None) -> RecordMapping:
    """Of the section of that name."""
    return CROSSTWIN if records is None else RecordMapping.parse(records.settings())
