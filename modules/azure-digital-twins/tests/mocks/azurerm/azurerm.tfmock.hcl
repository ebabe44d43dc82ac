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

mock_resource "azurerm_digital_twins_instance" {
  defaults = {
    id        = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.DigitalTwins/digitalTwinsInstances/factory-twins"
    host_name = "factory-twins.api.weu.digitaltwins.azure.net"
    identity = {
      principal_id = "77777777-7777-7777-7777-777777777777"
      tenant_id    = "22222222-2222-2222-2222-222222222222"
    }
  }
}

mock_resource "azurerm_eventhub" {
  defaults = { id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.EventHub/namespaces/factory-history/eventhubs/twins" }
}

mock_resource "azurerm_eventhub_namespace" {
  defaults = { id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.EventHub/namespaces/factory-history" }
}

mock_resource "azurerm_function_app_flex_consumption" {
  defaults = {
    id               = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.Web/sites/factory-twin-connector"
    default_hostname = "factory-twin-connector.azurewebsites.net"
    identity = {
      principal_id = "55555555-5555-5555-5555-555555555555"
      tenant_id    = "22222222-2222-2222-2222-222222222222"
    }
  }
}

mock_resource "azurerm_key_vault" {
  defaults = {
    id        = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.KeyVault/vaults/kvt-factory"
    vault_uri = "https://kvt-factory.vault.azure.net/"
  }
}

mock_resource "azurerm_log_analytics_workspace" {
  defaults = {
    id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.OperationalInsights/workspaces/factory-digital-twins"
  }
}

mock_resource "azurerm_service_plan" {
  defaults = {
    id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.Web/serverFarms/factory-digital-twins"
  }
}

mock_resource "azurerm_storage_account" {
  defaults = {
    id                        = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/factory-digital-twins/providers/Microsoft.Storage/storageAccounts/factoryadt"
    primary_blob_endpoint     = "https://factoryadt.blob.core.windows.net/"
    primary_connection_string = "DefaultEndpointsProtocol=https;AccountName=factoryadt;AccountKey=bW9ja2Vk;EndpointSuffix=core.windows.net"
  }
}

mock_resource "azurerm_storage_blob" {
  defaults = { url = "https://factoryadt.blob.core.windows.net/packages/mocked/released-package.zip" }
}
