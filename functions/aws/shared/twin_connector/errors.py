"""What the connector raises beside the errors of remote_reader.

TwinMaker reports each as ConnectorFailureException with the message.

No message holds a token or a telemetry value.
"""

from __future__ import annotations

from remote_reader.errors import ConnectorError


class ConfigurationError(ConnectorError):
    """The function's environment is at fault; the message names the variable and the field."""


class UnsupportedProviderError(ConfigurationError):
    """A name in config_providers is not a cloud that the connector knows."""


class LocalReaderError(ConnectorError):
    """The hot reader of this account ended with an error, or gave no answer in time.

    `kind` is Lambda's `errorType`: the name of what the reader raised, or of how its environment ended.
    """

    def __init__(self, message: str, *, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind
