# The Function App, and its settings.

resource "azurerm_service_plan" "hot_reader" {
  # checkov:skip=CKV_AZURE_212: Flex Consumption (FC1) knows no number of workers, and always-ready instances cost while nobody asks
  # checkov:skip=CKV_AZURE_225: not every region has zones for Flex Consumption, and with zones the platform keeps at least two always-ready instances, which cost

  name                = local.names.hot_reader
  resource_group_name = local.resource_group_name
  location            = var.location
  os_type             = "Linux"
  sku_name            = "FC1"
  tags                = var.tags
}

resource "azurerm_function_app_flex_consumption" "hot_reader" {
  name                = local.names.function_app
  resource_group_name = local.resource_group_name
  location            = var.location
  service_plan_id     = azurerm_service_plan.hot_reader.id

  runtime_name           = "python"
  runtime_version        = "3.12"
  instance_memory_in_mb  = var.memory_mb
  maximum_instance_count = var.max_concurrency

  storage_container_type      = "blobContainer"
  storage_container_endpoint  = "${azurerm_storage_account.hot_reader.primary_blob_endpoint}${azurerm_storage_container.deployment.name}"
  storage_authentication_type = "SystemAssignedIdentity"

  https_only                                     = true
  public_network_access_enabled                  = true # other clouds call it; the token decides who is answered
  webdeploy_publish_basic_authentication_enabled = false

  identity {
    type = "SystemAssigned"
  }

  site_config {
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
    http2_enabled                          = true
    application_insights_connection_string = azurerm_application_insights.hot_reader.connection_string
  }

  tags = var.tags

  lifecycle {
    # azapi_resource_action.app_settings owns them, for the reason given there.
    ignore_changes = [app_settings]
  }
}

locals {
  app_settings = {
    DIGITAL_TWIN_INFO = var.digital_twin_info
    INTER_CLOUD_TOKEN = "@Microsoft.KeyVault(SecretUri=${local.token_secret_uri})"
    COSMOS_ENDPOINT   = local.hot_store.endpoint
    COSMOS_DATABASE   = local.hot_store.database_name
    COSMOS_CONTAINER  = local.hot_store.container_name

    # Both are needed: without the credential the host looks for a connection string, the apply is green and
    # the app is dead.
    AzureWebJobsStorage__accountName = azurerm_storage_account.hot_reader.name
    AzureWebJobsStorage__credential  = "managedidentity"

    AzureFunctionsJobHost__functionTimeout = format("00:%02d:%02d", floor(var.timeout_seconds / 60), var.timeout_seconds % 60)
    APPLICATIONINSIGHTS_CONNECTION_STRING  = azurerm_application_insights.hot_reader.connection_string
  }
}

# The settings are written whole, past azurerm. Whatever storage_authentication_type says, azurerm adds an
# AzureWebJobsStorage with a connection string that has no key, and strips it again when it reads, so that no
# value in app_settings ever gets rid of it (azurerm issues 29149, 29693 and 33211). The host prefers that
# string to the identity and does not start.
#
# It also lets the app exist before the roles that need its identity, and the settings come after them: a Key
# Vault reference that is refused at first stays unresolved for up to a day.
resource "azapi_resource_action" "app_settings" {
  type        = "Microsoft.Web/sites/config@2024-04-01"
  resource_id = "${azurerm_function_app_flex_consumption.hot_reader.id}/config/appsettings"
  method      = "PUT"

  body = {
    properties = local.app_settings
  }

  lifecycle {
    # Each update by azurerm brings AzureWebJobsStorage back.
    replace_triggered_by = [azurerm_function_app_flex_consumption.hot_reader]
  }

  depends_on = [
    azapi_resource_action.token_secret,
    azurerm_role_assignment.hot_reader,
    azurerm_cosmosdb_sql_role_assignment.read_metadata,
    azurerm_cosmosdb_sql_role_assignment.read_records,
  ]
}
