"""Which arguments a resource cannot change: a new value makes Terraform replace it.

Neither a provider's schema nor its bindings carry this (`ForceNew` in a provider's source). Source of the
google types: hashicorp/terraform-provider-google 7.45, `google/services/*/resource_*.go`, and for grants
`google/tpgiamresource/resource_iam_member.go`. Of a nested argument the outer block stands here.
Of the azurerm types: hashicorp/terraform-provider-azurerm 5.2, `internal/services/*/*_resource.go`. Of the
azapi types: Azure/terraform-provider-azapi 2.12, `RequiresReplace` in `internal/services`. Of time: its
documentation.
Of the aws types: hashicorp/terraform-provider-aws 6.0, `internal/service/*/*.go`.
Of the grafana types: grafana/terraform-provider-grafana, `internal/resources/grafana`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Replacement:
    """How a resource takes changes."""

    # Arguments of which a new value replaces the resource.
    arguments: frozenset[str]
    # Attributes that the provider computes at the plan already, as formats over the arguments. All other
    # computed attributes of a new resource are known after apply.
    known_at_plan: Mapping[str, str] = field(default_factory=dict)
    # The form of its id, over the arguments, where modules depend on it.
    id: str = ""
    # What computed attributes are after an apply, as formats over the arguments, where others depend on it.
    known: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    # Computed attributes that are, after an apply, what an argument is.
    copied: Mapping[str, str] = field(default_factory=dict)


def _by(*arguments: str, **known_at_plan: str) -> Replacement:
    return Replacement(frozenset(arguments), known_at_plan)


def _azure(path: str, *arguments: str) -> Replacement:
    """A resource of a resource group. `path` is what follows `…/providers/` in its id."""
    group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/{resource_group_name}"
    return Replacement(
        frozenset({"name", "resource_group_name", *arguments}), id=f"{group}/providers/{path}/{{name}}"
    )


_COSMOS = "Microsoft.DocumentDB/databaseAccounts"

REPLACEMENTS: Mapping[str, Replacement] = {
    "aws_cloudformation_stack": Replacement(
        frozenset({"name"}),
        known={
            "outputs": {
                "WorkspaceArn": "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory",
                "WorkspaceId": "factory",
            }
        },
    ),
    "aws_cloudwatch_log_group": _by("name"),
    "aws_cloudwatch_log_metric_filter": _by("name", "log_group_name"),
    "aws_cloudwatch_metric_alarm": _by("alarm_name"),
    "aws_dynamodb_table": _by("name", "hash_key", "range_key"),
    "aws_iam_policy": _by("name", "path", "description"),
    "aws_iam_role": _by("name", "path"),
    "aws_iam_role_policy": _by("name", "role"),
    "aws_iam_role_policy_attachment": _by("role", "policy_arn"),
    "aws_lambda_function": Replacement(
        frozenset({"function_name", "package_type"}),
        known={"arn": "arn:aws:lambda:eu-central-1:123456789012:function:{function_name}"},
        copied={"code_sha256": "source_code_hash"},
    ),
    "aws_lambda_function_event_invoke_config": _by("function_name", "qualifier"),
    "aws_lambda_function_url": _by("function_name", "qualifier"),
    "aws_s3_bucket": Replacement(frozenset({"bucket", "object_lock_enabled"}), id="{bucket}"),
    **{
        f"aws_s3_bucket_{part}": _by("bucket")
        for part in (
            *("ownership_controls", "policy", "public_access_block", "versioning"),
            "server_side_encryption_configuration",
        )
    },
    "aws_s3_object": _by("bucket", "key"),
    "aws_sqs_queue": _by("name", "fifo_queue"),
    "azapi_resource": _by("name", "parent_id", "location"),
    "azapi_resource_action": _by("type", "resource_id", "action"),
    "azapi_update_resource": _by("name", "parent_id", "resource_id"),
    "azurerm_application_insights": _azure("Microsoft.Insights/components", "application_type", "location"),
    "azurerm_cosmosdb_account": _azure(_COSMOS, "create_mode", "free_tier_enabled", "kind", "location"),
    "azurerm_cosmosdb_sql_container": _azure(
        _COSMOS + "/{account_name}/sqlDatabases/{database_name}/containers",
        *("account_name", "database_name", "partition_key_kind", "partition_key_paths", "unique_key"),
    ),
    "azurerm_cosmosdb_sql_database": _azure(_COSMOS + "/{account_name}/sqlDatabases", "account_name"),
    "azurerm_cosmosdb_sql_role_assignment": _by(
        "account_name", "name", "principal_id", "resource_group_name", "scope"
    ),
    "azurerm_cosmosdb_sql_role_definition": _by(
        "account_name", "resource_group_name", "role_definition_id", "type"
    ),
    "azurerm_digital_twins_instance": _azure("Microsoft.DigitalTwins/digitalTwinsInstances", "location"),
    "azurerm_eventhub": _by("name", "namespace_id", "namespace_name", "resource_group_name"),
    "azurerm_eventhub_namespace": _azure("Microsoft.EventHub/namespaces", "location"),
    "azurerm_function_app_flex_consumption": _azure("Microsoft.Web/sites", "location", "service_plan_id"),
    "azurerm_key_vault": _azure("Microsoft.KeyVault/vaults", "location"),
    "azurerm_kusto_database_principal_assignment": _by(
        *("name", "resource_group_name", "cluster_name", "database_name", "tenant_id", "principal_id"),
        *("principal_type", "role"),
    ),
    "azurerm_log_analytics_saved_search": _by(
        *("category", "display_name", "function_alias", "function_parameters", "log_analytics_workspace_id"),
        *("name", "query", "tags"),
    ),
    "azurerm_log_analytics_workspace": _azure("Microsoft.OperationalInsights/workspaces", "location"),
    "azurerm_log_analytics_workspace_table": _by("name", "workspace_id"),
    "azurerm_monitor_scheduled_query_rules_alert_v2": _by("name", "resource_group_name", "location", "kind"),
    "azurerm_resource_group": Replacement(
        frozenset({"location", "name"}),
        id="/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/{name}",
    ),
    "azurerm_role_assignment": _by(
        "name", "principal_id", "principal_type", "role_definition_id", "role_definition_name", "scope"
    ),
    "azurerm_service_plan": _azure("Microsoft.Web/serverFarms", "location", "os_type"),
    "azurerm_storage_account": _azure("Microsoft.Storage/storageAccounts", "account_tier", "location"),
    "azurerm_storage_blob": _by("name", "size", "source", "source_content", "storage_container_id", "type"),
    "azurerm_storage_container": _by("name", "storage_account_id"),
    "time_sleep": _by("triggers"),
    "grafana_dashboard": _by("org_id"),
    "grafana_data_source": _by("org_id", "uid"),
    "grafana_folder": _by("org_id", "uid", "parent_folder_uid"),
    "google_cloud_run_v2_service_iam_member": _by(
        "project", "location", "name", "role", "member", "condition"
    ),
    "google_cloudfunctions2_function": _by("project", "location", "name"),
    "google_firestore_database": Replacement(
        frozenset({"project", "name", "location_id", "cmek_config", "database_edition"}),
        id="projects/{project}/databases/{name}",
    ),
    "google_firestore_index": _by(
        "project", "database", "collection", "fields", "query_scope", "api_scope", "density"
    ),
    "google_logging_metric": _by(
        "project"
    ),  # not its name: the provider sends the new one, and the old stays
    "google_logging_project_bucket_config": _by("project", "location", "bucket_id"),
    "google_logging_project_exclusion": _by("project", "name"),
    "google_logging_project_sink": _by("project", "name"),
    "google_monitoring_alert_policy": _by("project"),
    "google_project_iam_member": _by("project", "role", "member", "condition"),
    "google_secret_manager_secret": Replacement(
        frozenset({"project", "secret_id", "replication", "tags"}),
        id="projects/{project}/secrets/{secret_id}",
    ),
    "google_secret_manager_secret_iam_member": _by("project", "secret_id", "role", "member", "condition"),
    "google_secret_manager_secret_version": _by("secret", "secret_data", "is_secret_data_base64"),
    # resourceServiceAccountCustomDiff
    "google_service_account": Replacement(
        frozenset({"project", "account_id"}),
        {
            "email": "{account_id}@{project}.iam.gserviceaccount.com",
            "member": "serviceAccount:{account_id}@{project}.iam.gserviceaccount.com",
        },
        id="projects/{project}/serviceAccounts/{account_id}@{project}.iam.gserviceaccount.com",
    ),
    "google_storage_bucket": Replacement(
        frozenset({"project", "name", "location", "hierarchical_namespace"}), id="{name}"
    ),
    "google_storage_bucket_iam_member": _by("bucket", "role", "member", "condition"),
    "google_storage_bucket_object": _by("bucket", "name", "source", "content_type", "storage_class"),
}
