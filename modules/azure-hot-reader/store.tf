# The hot store: a serverless Cosmos DB account with one container, or an existing container.

locals {
  create_hot_store = var.existing_hot_store == null

  hot_store = local.create_hot_store ? {
    account_id          = one(azurerm_cosmosdb_account.hot[*].id)
    endpoint            = one(azurerm_cosmosdb_account.hot[*].endpoint)
    resource_group_name = local.resource_group_name
    account_name        = one([for account in azurerm_cosmosdb_account.hot : basename(account.id)])
    database_name       = one(azurerm_cosmosdb_sql_database.hot[*].name)
    container_name      = one(azurerm_cosmosdb_sql_container.hot[*].name)
    } : {
    account_id          = one(data.azapi_resource.existing_account[*].resource_id)
    endpoint            = one(data.azapi_resource.existing_account[*].output.properties.documentEndpoint)
    resource_group_name = try(var.existing_hot_store.resource_group_name, null)
    account_name        = try(var.existing_hot_store.account_name, null)
    database_name       = try(var.existing_hot_store.database_name, null)
    container_name      = try(var.existing_hot_store.container_name, null)
  }

  # The form of the items of an existing container: what is left out is as Crosstwin writes it.
  records = try({ for name, value in var.existing_hot_store.records : name => value if value != null }, {})

  # Of a synthetic or hierarchical partition key, the readers need the paths; they can be any.
  partition_key_path = can(local.records.partition_key) ? null : "/${replace(try(local.records.device, "iotDeviceId"), ".", "/")}"
  records_setting = length(local.records) == 0 ? null : jsonencode(merge(local.records, {
    partition_key_paths = can(local.records.partition_key) ? [for path in one(data.azapi_resource.existing_container[*].output.properties.resource.partitionKey.paths) : replace(path, "\"", "")] : null
  }))
}

resource "azurerm_cosmosdb_account" "hot" {
  count = local.create_hot_store ? 1 : 0

  name                = local.names.cosmos_account
  resource_group_name = local.resource_group_name
  location            = var.location
  offer_type          = "Standard"
  kind                = "GlobalDocumentDB"

  # Identities only. An account key would give its holder every record, to read and to write.
  local_authentication_enabled       = false
  access_key_metadata_writes_enabled = false
  minimal_tls_version                = "Tls12"

  capabilities {
    name = "EnableServerless"
  }

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location          = var.location
    failover_priority = 0
  }

  # Restore to any second of the last seven days, at no extra cost.
  backup {
    type = "Continuous"
    tier = "Continuous7Days"
  }

  tags = var.tags

  lifecycle {
    # The store keeps its names, and with them the telemetry, when the twin is renamed.
    ignore_changes = [name]
  }
}

resource "azurerm_cosmosdb_sql_database" "hot" {
  count = local.create_hot_store ? 1 : 0

  name                = local.twin_name
  resource_group_name = local.resource_group_name
  account_name        = basename(azurerm_cosmosdb_account.hot[0].id)

  lifecycle {
    ignore_changes = [name]
  }
}

resource "azurerm_cosmosdb_sql_container" "hot" {
  count = local.create_hot_store ? 1 : 0

  name                  = "hot"
  resource_group_name   = local.resource_group_name
  account_name          = basename(azurerm_cosmosdb_account.hot[0].id)
  database_name         = basename(azurerm_cosmosdb_sql_database.hot[0].id)
  partition_key_paths   = ["/iotDeviceId"]
  partition_key_version = 2
}

# Not azurerm's data source: it also copies the account's keys into the state, and with them every record of the
# account, to read and to write.
data "azapi_resource" "existing_account" {
  count = local.create_hot_store ? 0 : 1

  type                   = "Microsoft.DocumentDB/databaseAccounts@2024-05-15"
  resource_id            = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/resourceGroups/${var.existing_hot_store.resource_group_name}/providers/Microsoft.DocumentDB/databaseAccounts/${var.existing_hot_store.account_name}"
  response_export_values = ["properties.documentEndpoint"]
}

# azurerm has no data source of a container. A query names its device as the partition: with another key it finds
# no record, and the reader would answer "no data".
data "azapi_resource" "existing_container" {
  count = local.create_hot_store ? 0 : 1

  type                   = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-05-15"
  resource_id            = "${data.azapi_resource.existing_account[0].resource_id}/sqlDatabases/${var.existing_hot_store.database_name}/containers/${var.existing_hot_store.container_name}"
  response_export_values = ["properties.resource.partitionKey"]

  lifecycle {
    postcondition {
      # Cosmos DB can quote a name: /"a-b".
      condition     = local.partition_key_path == null ? length(self.output.properties.resource.partitionKey.paths) == length(local.records.partition_key) : replace(join(",", self.output.properties.resource.partitionKey.paths), "\"", "") == local.partition_key_path
      error_message = "The container ${var.existing_hot_store.container_name} has the partition key ${join(",", self.output.properties.resource.partitionKey.paths)}; the hot reader needs ${coalesce(local.partition_key_path, try("one path for each of the ${length(local.records.partition_key)} levels of partition_key", ""))}. If the device is in another field, name it in existing_hot_store.records.device; describe a synthetic key, or each level of a hierarchical one, in partition_key. Azure cannot change the partition key of a container: else create one with `az cosmosdb sql container create --partition-key-path`, copy the records with a container copy job, and name the new container."
    }
  }
}
