"""What can be switched: limits that may be raised on request, and behaviour that no source describes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The defaults are the documented limits, and the cautious guess where nothing is documented."""

    query_lag: float = 10.0
    """Seconds until a query sees a change ("up to 10", how-to-manage-twin). A GET sees it at once."""
    first_source_time: bool = False
    """Whether a patch may set the sourceTime of a property that it sets for the first time: not known."""
    updates_a_twin: int | None = 10
    """Changes a second of one twin and its relationships (service limits). None: no limit."""
    creations: int | None = 50
    """Creations and deletions of twins and relationships a second (service limits). None: no limit."""
    query_page: int = 1000
    """Items in a page of a query (service limits)."""
    models_page: int = 100
    """Items in a page of models (service limits)."""
