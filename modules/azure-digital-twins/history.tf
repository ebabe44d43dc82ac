# Data history, off unless it is asked for: the instance writes each change of a property, a twin or a relationship
# through an event hub into a database of an Azure Data Explorer cluster that exists.
# https://learn.microsoft.com/azure/digital-twins/concepts-data-history

locals {
  keep_history = var.data_history != null

  service_bus_suffix = startswith(local.location, "usgov") ? "servicebus.usgovcloudapi.net" : "servicebus.windows.net"
}

data "azapi_resource" "kusto_cluster" {
  count = local.keep_history ? 1 : 0

  type                   = "Microsoft.Kusto/clusters@2023-08-15"
  resource_id            = var.data_history.kusto_cluster_id
  response_export_values = ["properties.uri"]
}

resource "azurerm_eventhub_namespace" "history" {
  count = local.keep_history ? 1 : 0

  name                = local.names.history
  resource_group_name = local.resource_group_name
  location            = var.location
  sku                 = "Standard"
  minimum_tls_version = "1.2"
  tags                = var.tags
}

resource "azurerm_eventhub" "history" {
  count = local.keep_history ? 1 : 0

  name              = "twins"
  namespace_id      = azurerm_eventhub_namespace.history[0].id
  partition_count   = 2
  message_retention = 1
}

locals {
  # What the instance's identity needs: https://learn.microsoft.com/azure/digital-twins/concepts-data-history
  history_roles = {
    event_hub = {
      scope = one(azurerm_eventhub.history[*].id)
      role  = "Azure Event Hubs Data Owner"
    }
    database = {
      scope = local.keep_history ? "${var.data_history.kusto_cluster_id}/databases/${var.data_history.kusto_database_name}" : null
      role  = "Contributor"
    }
  }
}

resource "azurerm_role_assignment" "history" {
  for_each = { for key, grant in local.history_roles : key => grant if local.keep_history }

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = local.instance.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_kusto_database_principal_assignment" "history" {
  count = local.keep_history ? 1 : 0

  name                = local.names.history
  resource_group_name = split("/", var.data_history.kusto_cluster_id)[4]
  cluster_name        = basename(var.data_history.kusto_cluster_id)
  database_name       = var.data_history.kusto_database_name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  principal_id        = local.instance.principal_id
  principal_type      = "App"
  role                = "Admin"
}

resource "time_sleep" "history_roles" {
  count = local.keep_history ? 1 : 0

  create_duration = "120s"

  triggers = merge(
    { for key, assignment in azurerm_role_assignment.history : key => assignment.id },
    { admin = azurerm_kusto_database_principal_assignment.history[0].id },
  )
}

# Not azurerm's connection, which has one of the three tables (azurerm issue 25085).
resource "azapi_resource" "history" {
  count = local.keep_history ? 1 : 0

  type      = "Microsoft.DigitalTwins/digitalTwinsInstances/timeSeriesDatabaseConnections@2023-01-31"
  name      = "history"
  parent_id = local.instance.id

  body = {
    properties = {
      connectionType                          = "AzureDataExplorer"
      adxResourceId                           = var.data_history.kusto_cluster_id
      adxEndpointUri                          = data.azapi_resource.kusto_cluster[0].output.properties.uri
      adxDatabaseName                         = var.data_history.kusto_database_name
      adxTableName                            = "AdtPropertyEvents"
      adxTwinLifecycleEventsTableName         = "AdtTwinLifecycleEvents"
      adxRelationshipLifecycleEventsTableName = "AdtRelationshipLifecycleEvents"
      eventHubEndpointUri                     = "sb://${azurerm_eventhub_namespace.history[0].name}.${local.service_bus_suffix}"
      eventHubEntityPath                      = azurerm_eventhub.history[0].name
      eventHubNamespaceResourceId             = azurerm_eventhub_namespace.history[0].id
      recordPropertyAndItemRemovals           = "true"
    }
  }

  # Another event hub of the same name is not the one that the cluster reads.
  lifecycle {
    replace_triggered_by = [azurerm_eventhub.history]
  }

  depends_on = [time_sleep.history_roles]
}
