# azurerm checks the form of the ids that one resource hands to another, so mocks need real ones.

mock_data "azurerm_client_config" {
  defaults = {
    subscription_id = "11111111-1111-1111-1111-111111111111"
    tenant_id       = "22222222-2222-2222-2222-222222222222"
  }
}

mock_data "azurerm_storage_account_blob_container_sas" {
  defaults = { sas = "?sv=2022-11-02&sig=mocked" }
}

mock_resource "azurerm_application_insights" {
  defaults = { connection_string = "InstrumentationKey=33333333-3333-3333-3333-333333333333" }
}

mock_resource "azurerm_cosmosdb_account" {
  defaults = {
    id       = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-hot-reader/providers/Microsoft.DocumentDB/databaseAccounts/factory-db"
    endpoint = "https://factory-db.documents.azure.com:443/"
  }
}

mock_resource "azurerm_cosmosdb_sql_role_definition" {
  defaults = {
    id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-hot-reader/providers/Microsoft.DocumentDB/databaseAccounts/factory-db/sqlRoleDefinitions/44444444-4444-4444-4444-444444444444"
  }
}

mock_resource "azurerm_function_app_flex_consumption" {
  defaults = {
    id               = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-hot-reader/providers/Microsoft.Web/sites/factory-hot-reader"
    default_hostname = "factory-hot-reader.azurewebsites.net"
    identity = {
      principal_id = "55555555-5555-5555-5555-555555555555"
      tenant_id    = "22222222-2222-2222-2222-222222222222"
    }
  }
}

mock_resource "azurerm_key_vault" {
  defaults = {
    id        = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-hot-reader/providers/Microsoft.KeyVault/vaults/kv-factory"
    vault_uri = "https://kv-factory.vault.azure.net/"
  }
}

mock_resource "azurerm_log_analytics_workspace" {
  defaults = {
    id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-hot-reader/providers/Microsoft.OperationalInsights/workspaces/factory-hot-reader"
  }
}

mock_resource "azurerm_service_plan" {
  defaults = {
    id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-hot-reader/providers/Microsoft.Web/serverFarms/factory-hot-reader"
  }
}

mock_resource "azurerm_storage_account" {
  defaults = {
    id                        = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-hot-reader/providers/Microsoft.Storage/storageAccounts/factoryhot"
    primary_blob_endpoint     = "https://factoryhot.blob.core.windows.net/"
    primary_connection_string = "DefaultEndpointsProtocol=https;AccountName=factoryhot;AccountKey=bW9ja2Vk;EndpointSuffix=core.windows.net"
  }
}

mock_resource "azurerm_storage_blob" {
  defaults = { url = "https://factoryhot.blob.core.windows.net/packages/mocked/released-package.zip" }
}
