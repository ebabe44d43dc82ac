"""A twin in Azure Digital Twins: the names that the connector writes by and the program reads by.

The models come from `modules/azure-digital-twins/graph.tf`, so they stand there too.
"""

from __future__ import annotations

import re

# https://learn.microsoft.com/rest/api/azure-digitaltwins/
API_VERSION = "2023-10-31"
LARGEST_PAGE = {"max-items-per-page": "1000"}  # headers of a query

RELATIONSHIP = "contains"  # from a place or device to each that is in it
# What each device has beside its properties: the cloud with its records, and the newest of their times.
HOT_PROVIDER, OBSERVED_AT = "hotProvider", "observedAt"

_MODELS = "dtmi:crosstwin:"
PLACE_MODEL = re.compile(rf"(?P<prefix>{_MODELS}[A-Za-z0-9_]+:)Place;1")


def deletions_unasked(held: int, left: int) -> int:
    """How many of so many twins a graph may delete without being asked: a fifth, or ten; none if it is empty.

    `left` is how many twins the graph has.
    """
    return max(10, int(held * 0.2)) if left else 0


def model_prefix(digital_twin_name: str) -> str:
    """How the ids of the twin's models begin. A DTMI has no hyphens."""
    return f"{_MODELS}{digital_twin_name.replace('-', '_')}:"


def place_model(prefix: str) -> str:
    """The id of the model of places, such as `dtmi:crosstwin:factory:Place;1`. Each device's extends it."""
    return f"{prefix}Place;1"


def device_model(prefix: str) -> str:
    """The id of the model that each device's model extends."""
    return f"{prefix}Device;1"
