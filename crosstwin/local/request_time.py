"""How long a local server waits for the whole of a request."""

from __future__ import annotations

import os

VARIABLE = "CROSSTWIN_REQUEST_SECONDS"
# What Kestrel, the server of the Azure Functions host, gives a client for a request's headers:
# https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.server.kestrel.core.kestrelserverlimits
_DEFAULT = "30"


def request_seconds() -> float:
    """Seconds from the first byte that a server waits for to the last of a request's body."""
    return float(os.environ.get(VARIABLE, _DEFAULT))
