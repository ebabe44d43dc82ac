"""Schemas that no bindings carry: of azapi, what the modules use; and Terraform's own `terraform_data`.

Source: the documentation of azapi 2.0 to 2.12. Arguments that came after 2.0, the floor of the modules, are
left out on purpose: a module that uses one fails the check.
"""

from __future__ import annotations

from tests.modules.provider_schema import Attribute, Block, Declared, NestedBlock

_TIMEOUTS = NestedBlock(
    Block({name: Attribute("string") for name in ("create", "read", "update", "delete")}),
    required=False,
    single=True,
)

_ACTION = {
    "type": Attribute("string", required=True),
    "resource_id": Attribute("string", required=True),
    "action": Attribute("string"),
    "method": Attribute("string"),
    "body": Attribute("any"),
    "headers": Attribute("map"),
    "query_parameters": Attribute("any"),
    "response_export_values": Attribute("any"),
    "retry": Attribute("any"),
    "id": Attribute("string", settable=False),
    "output": Attribute("any", settable=False),
}

DECLARED: Declared = {
    ("provider", "azapi"): Block(
        {name: Attribute("string") for name in ("subscription_id", "tenant_id", "environment", "client_id")}
    ),
    ("resource", "azapi_resource_action"): Block(
        {**_ACTION, "locks": Attribute("list"), "when": Attribute("string")}, {"timeouts": _TIMEOUTS}
    ),
    ("data", "azapi_resource_action"): Block(_ACTION, {"timeouts": _TIMEOUTS}),
    ("resource", "terraform_data"): Block(
        {
            "input": Attribute("any"),
            "triggers_replace": Attribute("any"),
            "id": Attribute("string", settable=False),
            "output": Attribute("any", settable=False),
        }
    ),
}
