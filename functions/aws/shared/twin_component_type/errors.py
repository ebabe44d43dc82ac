"""What the component-type reader raises beside a connector's errors. TwinMaker reports the message."""

from __future__ import annotations

from remote_reader.errors import ConnectorError


class TooManyDevices(ConnectorError):
    """The component type has more devices than one query may name."""


class UnknownComponentType(ConnectorError):
    """The roster has no component type of this id."""


class RosterUnavailable(ConnectorError):
    """The list of devices cannot be read."""


class CloudFailed(ConnectorError):
    """The hot reader of one cloud did not answer, so that the whole query has no answer."""


class DeviceFailed(ConnectorError):
    """One device's history is at fault, so that the whole query has no answer."""
