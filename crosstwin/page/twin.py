"""What the page knows of a twin before it asks any reader: its devices, their properties and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosstwin.clouds import CLOUDS
from crosstwin.local.reader import RunningReader
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud
from crosstwin.twin.hierarchy import Hierarchy


def description(deployment: Deployment, readers: Mapping[Cloud, RunningReader]) -> dict[str, Any]:
    """For JSON:

    {"name": "factory",
     "clouds": {"gcp": {"name": "Google Cloud", "store": "Firestore"}, …},
     "places": [{"id": "hall-1", "name": "Hall 1", "parent": "plant"}, …],
     "kinds": [{"<property>": {"type": "double", "unit": "kN"}, …}, …],
     "devices": [{"id": "press-1", "name": null, "type": "press", "place": "hall-1",
                  "cloud": "aws", "kind": 0}, …]}

    `kind` is the index in `kinds`: thousands of devices have few different properties.
    """
    hierarchy = Hierarchy(deployment)
    kinds: dict[str, int] = {}
    described: list[dict[str, Any]] = []
    devices = []
    for device in deployment.devices:
        properties = {
            name: {"type": one.type, "unit": one.unit} for name, one in (device.definitions or {}).items()
        }
        number = kinds.setdefault(repr(properties), len(kinds))
        if number == len(described):
            described.append(properties)
        devices.append(
            {
                "id": device.id,
                "name": device.name,
                "type": device.type,
                "place": hierarchy.place_of(device),
                "cloud": readers[deployment.hot_cloud(device)].cloud,
                "kind": number,
            }
        )
    return {
        "name": deployment.digital_twin_name,
        "clouds": {name: {"name": cloud.title, "store": cloud.store} for name, cloud in CLOUDS.items()},
        "places": [
            {"id": place.id, "name": place.name, "parent": place.parent} for place in deployment.places
        ],
        "kinds": described,
        "devices": devices,
    }
