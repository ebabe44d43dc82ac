"""The section `azure.digital_twins` of twin.yaml: layer 4 on Azure."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from crosstwin.clouds.base import PROPERTY, Section

_RESOURCE_GROUP = r"^/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[^/]+/providers/"
UUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_EVERY = "30, or minutes that divide an hour: 60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800 or 3600"


def _regular(seconds: int) -> int:
    """A timer's schedule is a cron expression: every 7 minutes would be every 4 at the end of an hour."""
    if seconds != 30 and (seconds % 60 or 3600 % seconds):
        message = "{seconds} is not a regular schedule of a timer; expected {every}"
        raise PydanticCustomError(PROPERTY, message, {"seconds": seconds, "every": _EVERY})
    return seconds


class ExistingInstance(Section):
    """An existing Azure Digital Twins instance."""

    id: str = Field(
        pattern=_RESOURCE_GROUP + r"Microsoft\.DigitalTwins/digitalTwinsInstances/[A-Za-z0-9-]{3,63}$",
        description="the resource id of an Azure Digital Twins instance",
    )


class DataHistory(Section):
    """A database of an Azure Data Explorer cluster that exists, in which the twins' changes are kept."""

    kusto_cluster_id: str = Field(
        pattern=_RESOURCE_GROUP + r"Microsoft\.Kusto/clusters/[a-z0-9]{4,22}$",
        description="the resource id of an Azure Data Explorer cluster",
    )
    kusto_database_name: str = Field(
        pattern=r"^[A-Za-z0-9 .-]{1,260}$", description="the name of a database in the cluster"
    )


# What an alarm notifies: an action group.
ActionGroup = Annotated[
    str, Field(pattern=_RESOURCE_GROUP + r"[Mm]icrosoft\.[Ii]nsights/actionGroups/[^/]{1,260}$")
]
ReaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
PrincipalId = Annotated[str, Field(pattern=UUID)]


class DigitalTwins(Section):
    """Azure Digital Twins, and the function that keeps its twins at the newest values."""

    refresh_seconds: Annotated[int, AfterValidator(_regular)] = Field(
        default=60, ge=30, le=3600, description=f"how often twins get the newest values, in seconds: {_EVERY}"
    )
    existing_instance: ExistingInstance | None = Field(
        default=None, description="a mapping with the id of an instance that exists already"
    )
    data_history: DataHistory | None = Field(
        default=None, description="a mapping with kusto_cluster_id and kusto_database_name"
    )
    reader_principal_ids: dict[ReaderName, PrincipalId] = Field(
        default={}, description="a mapping of names of your own to the object ids of who may read the twins"
    )
    empty: bool = Field(
        default=False,
        description="true to take all twins out of the instance, before it is left",
    )
    allow_deletions: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{64}$",
        description="the hash that the graph function logs when it refuses to delete many twins",
    )
