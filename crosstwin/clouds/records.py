"""The section `records` of an existing hot store: the form of its records, where it is not Crosstwin's."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from crosstwin_contract.records import RecordMapping
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from crosstwin.clouds.base import Section
from crosstwin.twin.pydantic_errors import PROPERTY

EpochFormat = Literal["epoch_seconds", "epoch_milliseconds", "epoch_microseconds", "epoch_nanoseconds"]
_EPOCHS = "epoch_seconds, epoch_milliseconds, epoch_microseconds or epoch_nanoseconds"
RECORDS = "the form of its records, where it is not that of Crosstwin"
TIME_FORMAT = f"how the time is stored: iso8601 (the default), {_EPOCHS}"


class Records(Section):
    """What is left out is as Crosstwin writes it."""

    # Whether an epoch can be stored as its digits, so that a template fits it.
    epoch_can_be_text: ClassVar[bool] = False

    device: str | None = Field(
        default=None, min_length=1, description="the field with the device; by default iotDeviceId"
    )
    device_format: str | None = Field(
        default=None, description="what the field holds, with {device} in it, such as DEVICE#{device}"
    )
    time: str | None = Field(default=None, min_length=1, description="the field with the time; by default id")
    time_format: Literal["iso8601"] | EpochFormat | None = Field(default=None, description=TIME_FORMAT)
    time_template: str | None = Field(
        default=None, description="what a time that is text is part of, such as READING#{time}"
    )
    time_separator: Literal["T", " "] | None = Field(
        default=None, description="what is between date and time of iso8601: T (the default) or a space"
    )
    time_zone: Literal["utc"] | None = Field(
        default=None, description="utc, where times of iso8601 are in UTC and have neither Z nor +00:00"
    )
    values: str | None = Field(
        default=None,
        min_length=1,
        description="the field with the properties: an object, JSON or base64; by default the record itself",
    )

    @model_validator(mode="after")
    def _fits(self) -> Records:
        is_text = self.epoch_can_be_text and self.time_template is not None
        settings = self.settings() | ({"time_type": "S"} if is_text else {})
        try:
            RecordMapping.parse(settings)
        except ValueError as error:
            raise PydanticCustomError(PROPERTY, "{reason}", {"reason": str(error)}) from None
        if self.time_format not in (None, "iso8601") and (self.time_zone or self.time_separator):
            reason = "time_zone and time_separator are of iso8601 only"
            raise PydanticCustomError(PROPERTY, "{reason}", {"reason": reason})
        return self

    def settings(self) -> dict[str, Any]:
        """The section without what was left out."""
        return self.model_dump(exclude_none=True)


class AwsRecords(Records):
    """The form of a table's items: `device` is its partition key, `time` its sort key."""

    epoch_can_be_text: ClassVar[bool] = True

    index_name: str | None = Field(
        default=None,
        pattern=r"^[a-zA-Z0-9_.-]{3,255}$",
        description="an index whose keys are device and time, in the place of the table's own",
    )


class AzureRecords(Records):
    """The form of a container's items; `device`, `time` and `values` can be paths, such as `a.b`."""

    partition_key: str | None = Field(
        default=None,
        description="a synthetic partition key: {device}, and {YYYY}, {MM}, {DD} or {HH} of the time",
    )


class GcpRecords(Records):
    """The form of a collection's documents; `device`, `time` and `values` can be paths, such as `a.b`."""

    time_format: Literal["iso8601", "timestamp"] | EpochFormat | None = Field(  # type: ignore[assignment]
        default=None, description=f"{TIME_FORMAT}; or timestamp, Firestore's own type"
    )
