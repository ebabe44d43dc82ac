"""The indexes that the queries to a Firestore emulator went through."""

from __future__ import annotations

import requests

Fields = tuple[tuple[str, str], ...]  # (field path, "ASCENDING" or "DESCENDING")


def used_indexes(address: str, project: str, database: str) -> frozenset[Fields]:
    """The indexes that all queries to one database of a running emulator have gone through so far.

    The emulator makes an index when a query needs one; the cloud refuses the query instead. So these
    are the ones that must be declared. The document's name, which ends every index by itself, is left out.
    """
    response = requests.get(
        f"http://{address}/emulator/v1/projects/{project}:indexUsage",
        params={"database": f"projects/{project}/databases/{database}"},
        timeout=10,
    )
    response.raise_for_status()
    return frozenset(
        tuple(
            (field["fieldPath"], field["order"])
            for field in report["index"]["fields"]
            if field["fieldPath"] != "__name__"
        )
        for report in response.json().get("reports", [])
    )
