"""Names by which dashboards find their data sources, and a Grafana its secrets; stable for a twin."""

from __future__ import annotations

import hashlib

_UID_LENGTH = 40  # Grafana's limit


def uid(twin: str, *parts: str) -> str:
    """`factory-aws-history`; a name that is too long is cut and ends in a hash."""
    whole = "-".join((twin, *parts))
    if len(whole) <= _UID_LENGTH:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: _UID_LENGTH - len(digest) - 1]}-{digest}"


def variable(twin: str, *parts: str) -> str:
    """An environment variable of the Grafana: `CROSSTWIN_FACTORY_AWS_TOKEN`."""
    return "_".join(("CROSSTWIN", twin, *parts)).upper().replace("-", "_")
