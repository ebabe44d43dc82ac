"""Schemas that no bindings carry: what the modules use of azapi, grafana and time, and `terraform_data`.

Source: the documentation of azapi 2.0 to 2.12 and grafana 4.45. Arguments of azapi that came after 2.0, the
floor of the modules, are left out on purpose: a module that uses one fails the check.
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
    ("resource", "azapi_resource"): Block(
        {
            "type": Attribute("string", required=True),
            **{name: Attribute("string") for name in ("name", "parent_id", "location")},
            **{name: Attribute("any") for name in ("body", "response_export_values", "retry")},
            **{
                name: Attribute("bool")
                for name in ("schema_validation_enabled", "ignore_casing", "ignore_missing_property")
            },
            "locks": Attribute("list"),
            "id": Attribute("string", settable=False),
            "output": Attribute("any", settable=False),
        },
        {"timeouts": _TIMEOUTS},
    ),
    ("resource", "azapi_update_resource"): Block(
        {
            "type": Attribute("string", required=True),
            **{name: Attribute("string") for name in ("resource_id", "name", "parent_id")},
            **{name: Attribute("any") for name in ("body", "response_export_values", "retry")},
            **{name: Attribute("bool") for name in ("ignore_casing", "ignore_missing_property")},
            "locks": Attribute("list"),
            "id": Attribute("string", settable=False),
            "output": Attribute("any", settable=False),
        },
        {"timeouts": _TIMEOUTS},
    ),
    ("data", "azapi_resource"): Block(
        {
            "type": Attribute("string", required=True),
            **{name: Attribute("string") for name in ("resource_id", "name", "parent_id")},
            **{name: Attribute("any") for name in ("response_export_values", "retry")},
            "id": Attribute("string", settable=False),
            # What modules read: a Cosmos DB account or container, an Azure Digital Twins instance, a Kusto
            # cluster.
            "output": Attribute(
                "any",
                settable=False,
                example={
                    "identity": {"principalId": "55555555-5555-5555-5555-555555555555"},
                    "properties": {
                        "documentEndpoint": "https://telemetry-db.documents.azure.com:443/",
                        "hostName": "plant.api.weu.digitaltwins.azure.net",
                        "resource": {"partitionKey": {"paths": ["/iotDeviceId"]}},
                        "uri": "https://plant.westeurope.kusto.windows.net",
                    },
                },
            ),
        },
        {"timeouts": _TIMEOUTS},
    ),
    ("provider", "time"): Block({}),
    ("resource", "time_sleep"): Block(
        {
            "create_duration": Attribute("string"),
            "destroy_duration": Attribute("string"),
            "triggers": Attribute("map"),
            "id": Attribute("string", settable=False),
        }
    ),
    ("provider", "grafana"): Block(
        {name: Attribute("string") for name in ("url", "auth", "cloud_access_policy_token")}
    ),
    ("resource", "grafana_folder"): Block(
        {
            "title": Attribute("string", required=True),
            "uid": Attribute("string"),
            "org_id": Attribute("string"),
            "parent_folder_uid": Attribute("string"),
            "prevent_destroy_if_not_empty": Attribute("bool"),
            "id": Attribute("string", settable=False),
            "url": Attribute("string", settable=False),
        }
    ),
    ("resource", "grafana_dashboard"): Block(
        {
            "config_json": Attribute("string", required=True),
            **{name: Attribute("string") for name in ("folder", "message", "org_id")},
            "overwrite": Attribute("bool"),
            "dashboard_id": Attribute("number", settable=False),
            "version": Attribute("number", settable=False),
            **{name: Attribute("string", settable=False) for name in ("id", "uid", "url")},
        }
    ),
    ("resource", "grafana_data_source"): Block(
        {
            "name": Attribute("string", required=True),
            "type": Attribute("string", required=True),
            **{
                name: Attribute("string")
                for name in (
                    *("uid", "url", "username", "org_id", "access_mode", "database_name"),
                    *("basic_auth_username", "json_data_encoded", "secure_json_data_encoded"),
                    "private_data_source_connect_network_id",
                )
            },
            "basic_auth_enabled": Attribute("bool"),
            "is_default": Attribute("bool"),
            "http_headers": Attribute("map"),
            "id": Attribute("string", settable=False),
        }
    ),
    ("resource", "terraform_data"): Block(
        {
            "input": Attribute("any"),
            "triggers_replace": Attribute("any"),
            "id": Attribute("string", settable=False),
            "output": Attribute("any", settable=False),
        }
    ),
}
