"""Small plans in Terraform's JSON format."""

from __future__ import annotations

from typing import Any

TOKEN = "token-that-nobody-sees-0123456789"


def resource(
    address: str, actions: list[str], before: Any = None, after: Any = None, **more: Any
) -> dict[str, Any]:
    """An entry of `resource_changes`. `more`: of its `change`, or of the entry itself."""
    of_the_entry = {"action_reason", "previous_address", "index", "module_address", "mode"}
    return {
        "address": address,
        "mode": "managed",
        "type": address.rpartition(".")[0].rpartition(".")[2],
        "name": address.rpartition(".")[2].partition("[")[0],
        **{key: value for key, value in more.items() if key in of_the_entry},
        "change": {
            "actions": actions,
            "before": before,
            "after": after,
            "before_sensitive": {},
            "after_sensitive": {},
            "after_unknown": {},
            **{key: value for key, value in more.items() if key not in of_the_entry},
        },
    }


def plan_of(*resources: Any, **outputs: Any) -> dict[str, Any]:
    return {"format_version": "1.2", "resource_changes": list(resources), "output_changes": outputs}
