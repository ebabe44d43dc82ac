# What the Function App's identity may do. All of it is reading, but for the host's own storage account.

locals {
  hot_reader_roles = {
    # The host keeps locks and keys as blobs; its documentation asks for this role.
    storage = {
      scope = azurerm_storage_account.hot_reader.id
      role  = "Storage Blob Data Owner"
    }
    token = {
      scope = azurerm_key_vault.hot_reader.id
      role  = "Key Vault Secrets User"
    }
  }
}

resource "azurerm_role_assignment" "hot_reader" {
  for_each = local.hot_reader_roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_function_app_flex_consumption.hot_reader.identity[0].principal_id

  # Spares the look-up of a principal that was made a moment ago and is not yet known everywhere.
  principal_type = "ServicePrincipal"
}

# Cosmos DB has roles of its own, outside Azure RBAC. The reader asks the account for its regions, to go to another
# one where the first one fails; records are readable in the one container only. An existing account may hold others.
resource "azurerm_cosmosdb_sql_role_definition" "read_metadata" {
  name                = "${local.names.function_app} reads metadata"
  resource_group_name = local.hot_store.resource_group_name
  account_name        = local.hot_store.account_name
  type                = "CustomRole"
  assignable_scopes   = [local.hot_store.account_id]

  permissions {
    data_actions = ["Microsoft.DocumentDB/databaseAccounts/readMetadata"]
  }
}

resource "azurerm_cosmosdb_sql_role_definition" "read_records" {
  name                = "${local.names.function_app} reads records"
  resource_group_name = local.hot_store.resource_group_name
  account_name        = local.hot_store.account_name
  type                = "CustomRole"
  assignable_scopes   = [local.hot_store.account_id]

  permissions {
    # No items/read: that is for reading one item by its id, which no reader does.
    data_actions = ["Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery"]
  }
}

resource "azurerm_cosmosdb_sql_role_assignment" "read_metadata" {
  resource_group_name = local.hot_store.resource_group_name
  account_name        = local.hot_store.account_name
  role_definition_id  = azurerm_cosmosdb_sql_role_definition.read_metadata.id
  principal_id        = azurerm_function_app_flex_consumption.hot_reader.identity[0].principal_id
  scope               = local.hot_store.account_id
}

resource "azurerm_cosmosdb_sql_role_assignment" "read_records" {
  resource_group_name = local.hot_store.resource_group_name
  account_name        = local.hot_store.account_name
  role_definition_id  = azurerm_cosmosdb_sql_role_definition.read_records.id
  principal_id        = azurerm_function_app_flex_consumption.hot_reader.identity[0].principal_id
  scope               = "${local.hot_store.account_id}/dbs/${local.hot_store.database_name}/colls/${local.hot_store.container_name}"
}

# A role is granted at once and takes effect later. Azure names ten minutes as the longest time
# (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting); most take less than two.
# azapi_resource_action.code tries for fifteen more.
resource "time_sleep" "role_assignments" {
  create_duration = "120s"

  triggers = merge(
    { for key, assignment in azurerm_role_assignment.hot_reader : key => assignment.id },
    {
      read_metadata = azurerm_cosmosdb_sql_role_assignment.read_metadata.id
      read_records  = azurerm_cosmosdb_sql_role_assignment.read_records.id
    },
  )
}
