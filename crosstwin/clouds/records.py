"""The section `records` of an existing hot store: the form of its records, where it is not Crosstwin's."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from crosstwin_contract.records import CROSSTWIN, RecordMapping, path
from crosstwin_contract.store_names import COSMOS_FIELDS, is_reserved_by_firestore
from crosstwin_contract.stored_times import ISO_8601
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from crosstwin.clouds.base import PROPERTY, Section

# One Literal each: pydantic reports each of several that does not fit.
TimeFormat = Literal[
    "iso8601", "epoch_seconds", "epoch_milliseconds", "epoch_microseconds", "epoch_nanoseconds"
]
FirestoreTimeFormat = Literal[
    "iso8601",
    "epoch_seconds",
    "epoch_milliseconds",
    "epoch_microseconds",
    "epoch_nanoseconds",
    "timestamp",
]
_EPOCHS = "epoch_seconds, epoch_milliseconds, epoch_microseconds or epoch_nanoseconds"
RECORDS = "the form of its records, where it is not that of Crosstwin"
TIME_FORMAT = f"how the time is stored: iso8601 (the default), {_EPOCHS}"
TIME_TYPE = "string, where an epoch is stored as its digits, all of one width; by default, it is a number"
_OF_ISO_8601 = ("time_separator", "time_zone")


class Records(Section):
    """What is left out is as Crosstwin writes it."""

    # Whether device and time can be below other fields, so that their names are paths.
    has_paths: ClassVar[bool] = True

    device: str | None = Field(
        default=None, min_length=1, description="the field with the device; by default iotDeviceId"
    )
    device_format: str | None = Field(
        default=None, description="what the field holds, with {device} in it, such as DEVICE#{device}"
    )
    time: str | None = Field(default=None, min_length=1, description="the field with the time; by default id")
    time_format: TimeFormat | None = Field(default=None, description=TIME_FORMAT)
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
        try:
            self.check(RecordMapping.parse(self.settings()))
        except ValueError as error:
            key, _, reason = str(error).partition(": ")
            raise PydanticCustomError(PROPERTY, "{reason}", {"reason": reason, "key": key}) from None
        return self

    def settings(self) -> dict[str, Any]:
        """The section without what was left out."""
        return self.model_dump(exclude_none=True)

    def check(self, mapping: RecordMapping) -> None:
        """Raises ValueError, `<key>: <reason>`, where no record can have the form."""
        is_epoch = self.time_format not in (None, ISO_8601, "timestamp")
        given = self.settings()
        for key in _OF_ISO_8601:
            if key in given and self.time_format not in (None, ISO_8601):
                raise ValueError(f"{key}: only times of iso8601 have one, not {self.time_format}")
        if "time_type" in given and not is_epoch:
            raise ValueError("time_type: only a time_format epoch_… has one")
        fields = {
            "device": path(mapping.device) if self.has_paths else (mapping.device,),
            "time": path(mapping.time) if self.has_paths else (mapping.time,),
            "values": None if mapping.values is None else path(mapping.values),
        }
        for key, names in fields.items():
            for name in names or ():
                if reason := self.why_not_a_field(name, key):
                    raise ValueError(f"{key}: {reason}")
        device, time, values = fields["device"] or (), fields["time"] or (), fields["values"]
        if device == time:
            # The key that is given, where one of them is the default.
            key = "time" if self.time is not None else "device"
            raise ValueError(f"{key}: the device and the time are both in {'.'.join(time)!r}")
        for key, field in (("device", device), ("time", time)):
            if _is_within(values, field):
                raise ValueError(
                    f"values: {mapping.values!r} is not beside {'.'.join(field)!r}, which is the {key}"
                )
        if _is_within(device, time):
            raise ValueError(f"device: {mapping.device!r} is below {mapping.time!r}, which is the time")
        if _is_within(time, device):
            raise ValueError(f"time: {mapping.time!r} is below {mapping.device!r}, which is the device")

    def why_not_a_field(self, name: str, key: str) -> str:
        """Why no field of the store has the name, or "". `key` is the one of the section that has it."""
        if not name and (self.has_paths or key == "values"):
            return f"{getattr(self, key)!r} has nothing before, after or between its dots"
        return ""


class AwsRecords(Records):
    """The form of a table's items: `device` is its partition key, `time` its sort key."""

    has_paths: ClassVar[bool] = False

    index_name: str | None = Field(
        default=None,
        pattern=r"^[a-zA-Z0-9_.-]{3,255}$",
        description="an index whose keys are device and time, in the place of the table's own",
    )


def _levels(partition_key: Any) -> Any:
    return [partition_key] if isinstance(partition_key, str) else partition_key


class AzureRecords(Records):
    """The form of a container's items; `device`, `time` and `values` can be paths, such as `a.b`."""

    time_type: Literal["string"] | None = Field(default=None, description=TIME_TYPE)
    partition_key: Annotated[
        list[str] | None, BeforeValidator(_levels, json_schema_input_type=str | list[str] | None)
    ] = Field(
        default=None,
        min_length=1,
        description="a synthetic partition key: {device}, and {YYYY}, {MM}, {DD} or {HH} of the time; "
        "or the levels of a hierarchical one, as a list",
    )

    def check(self, mapping: RecordMapping) -> None:
        super().check(mapping)
        if mapping.time == CROSSTWIN.time and self.time_format not in (None, ISO_8601) and not self._is_text:
            raise ValueError(
                "time: the id of an item is a string: name another field, or a time_type of string"
            )

    @property
    def _is_text(self) -> bool:
        return self.time_type is not None or self.time_template is not None

    def why_not_a_field(self, name: str, key: str) -> str:
        if name in COSMOS_FIELDS and getattr(self, key) == name:
            return f"Cosmos DB has a field of its own under {name}, which readers leave out"
        return super().why_not_a_field(name, key)


class GcpRecords(Records):
    """The form of a collection's documents; `device`, `time` and `values` can be paths, such as `a.b`."""

    time_format: FirestoreTimeFormat | None = Field(  # type: ignore[assignment]
        default=None, description=f"{TIME_FORMAT}; or timestamp, Firestore's own type"
    )
    time_type: Literal["string"] | None = Field(default=None, description=TIME_TYPE)

    def why_not_a_field(self, name: str, key: str) -> str:
        if is_reserved_by_firestore(name):
            return f"Firestore reserves {name!r} and other names that begin and end with two underscores"
        return super().why_not_a_field(name, key)


def _is_within(inner: tuple[str, ...] | None, outer: tuple[str, ...]) -> bool:
    """Whether a field is another one or below it, where there can be none: a device or time is not a map."""
    return inner is not None and inner[: len(outer)] == outer
