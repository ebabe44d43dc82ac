"""Google Cloud: hot readers are Cloud Functions beside a Firestore collection."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, ClassVar

from crosstwin_contract.records import DEVICE
from crosstwin_contract.store_names import is_firestore_id
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from crosstwin.clouds import regions
from crosstwin.clouds.base import PROPERTY, HotCloud, Provider, Section, Use, first_set
from crosstwin.clouds.package import HOTREAD, Package
from crosstwin.clouds.records import RECORDS, GcpRecords


def _collection(path: str) -> str:
    segments = path.replace(DEVICE, "device").split("/")
    fault = next((one for one in segments if not is_firestore_id(one)), None)
    if fault is not None:
        reason = (
            "is not the name of a collection: Firestore reserves '.', '..', and names that begin and "
            "end with two underscores"
        )
    elif len(segments) % 2 == 0:
        reason = "is the path of a document: a collection's has an odd number of names"
    elif path.count(DEVICE) > 1:
        reason = "has {device} more than once"
    else:
        return path
    found = json.dumps(path if fault is None else fault, ensure_ascii=False)
    raise PydanticCustomError(PROPERTY, "{found} {reason}", {"found": found, "reason": reason})


class GcpHotStore(Section):
    """An existing Firestore collection."""

    database: str = Field(
        pattern=r"^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$",
        description="a Firestore database: (default), or 4 to 63 lower-case letters, digits and '-'",
    )
    collection: Annotated[str, AfterValidator(_collection)] = Field(
        min_length=1,
        description="the name of a collection, or the path of one a device: devices/{device}/telemetry",
    )
    collection_group: bool | None = Field(
        default=None, description="true: all collections of that name, wherever they are; false, by default"
    )
    declare_indexes: bool | None = Field(
        default=None, description="true: the stack makes the indexes that the readers need; false, by default"
    )
    records: GcpRecords | None = Field(default=None, description=RECORDS)

    @model_validator(mode="after")
    def _fits(self) -> GcpHotStore:
        if self.collection_group and "/" in self.collection:
            reason = "with collection_group: true, expected the name of collections, without '/'"
            raise PydanticCustomError(PROPERTY, "{reason}", {"reason": reason, "key": "collection"})
        format_ = (self.records and self.records.device_format) or DEVICE
        if DEVICE in self.collection and not is_firestore_id(format_.replace(DEVICE, "device")):
            reason = f"records.device_format makes {format_!r} of it, which cannot be a part of a path"
            raise PydanticCustomError(PROPERTY, "{reason}", {"reason": reason, "key": "collection"})
        return self


NotificationChannel = Annotated[
    str,
    Field(
        pattern=r"^projects/[^/]+/notificationChannels/[^/]+$",
        description="a notification channel, projects/PROJECT/notificationChannels/ID",
    ),
]


class Gcp(Section):
    project: str = Field(
        pattern=r"^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$",
        description="a project id: 6 to 30 lower-case letters, digits and '-'",
    )
    region: str = Field(pattern=r"^[a-z]+-[a-z]+\d+$", description="a region such as europe-west1")
    alarm_actions: Annotated[tuple[NotificationChannel, ...], Field(strict=False, max_length=16)] = Field(
        default=(), description="a list of up to 16 notification channels"
    )
    existing_hot_store: GcpHotStore | None = Field(
        default=None, description="a mapping with database and collection"
    )


# The module was written for 6.50.
_VERSIONS = ">= 6.50, < 9"

# The first variables that the Terraform provider's documentation names.
_VARIABLES = (
    "GOOGLE_CREDENTIALS",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "GOOGLE_OAUTH_ACCESS_TOKEN",
    "GOOGLE_CLOUD_KEYFILE_JSON",
    "GCLOUD_KEYFILE_JSON",
)


class GcpCloud(HotCloud[Gcp]):
    name = "gcp"
    synonyms = ("google",)
    title = "Google Cloud"
    store = "Firestore"
    section = Gcp
    section_description = "a mapping with project and region"
    module = ("gcp_hot_reader", "GcpHotReader")
    outputs = (
        "hot_reader_url",
        "hot_reader_last_entry_url",
        "inter_cloud_token",
        "hot_store_database",
        "hot_store_collection",
    )
    readers: ClassVar = {"hot_reader_package": "gcp/hot-reader"}
    packages: ClassVar = {
        # Cloud Build installs what requirements.txt lists.
        "gcp/hot-reader": Package({"gcp/hot-reader": "", **HOTREAD}),
    }

    def providers(self, section: Gcp, use: Use) -> tuple[Provider, ...]:
        del use
        block = {"project": section.project, "region": section.region}
        return (Provider("hashicorp/google", _VERSIONS, block),)

    def inputs(self, section: Gcp) -> dict[str, Any]:
        store = section.existing_hot_store
        return {
            "existing_hot_store": None if store is None else store.model_dump(exclude_none=True),
            "project": section.project,
            "region": section.region,
            "alarms": {"actions": list(section.alarm_actions)},
        }

    def warnings(self, section: Gcp, use: Use) -> Iterable[tuple[str, str]]:
        del use
        yield "region", regions.gcp_warning(section.region)

    def credentials(self) -> tuple[str, str]:
        if named := first_set(_VARIABLES):
            return f"${named}", ""
        folder = Path(os.environ.get("CLOUDSDK_CONFIG") or Path.home() / ".config/gcloud")
        file = folder / "application_default_credentials.json"
        if file.is_file():
            return str(file), ""
        missing = f"${_VARIABLES[0]} is not set, and {file} does not exist"
        return "", f"{missing}: run gcloud auth application-default login"


CLOUD = GcpCloud()
