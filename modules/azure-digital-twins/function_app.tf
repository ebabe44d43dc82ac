# The Function App, and its settings.

resource "azurerm_service_plan" "connector" {
  # checkov:skip=CKV_AZURE_212: Flex Consumption (FC1) knows no number of workers, and always-ready instances cost while nobody asks
  # checkov:skip=CKV_AZURE_225: not every region has zones for Flex Consumption, and with zones the platform keeps at least two always-ready instances, which cost

  name                = local.names.connector
  resource_group_name = local.resource_group_name
  location            = var.location
  os_type             = "Linux"
  sku_name            = "FC1"
  tags                = var.tags
}

resource "azurerm_function_app_flex_consumption" "connector" {
  name                = local.names.function_app
  resource_group_name = local.resource_group_name
  location            = var.location
  service_plan_id     = azurerm_service_plan.connector.id

  runtime_name           = "python"
  runtime_version        = local.python_version
  instance_memory_in_mb  = var.memory_mb
  maximum_instance_count = local.maximum_instance_count

  storage_container_type      = "blobContainer"
  storage_container_endpoint  = "${azurerm_storage_account.connector.primary_blob_endpoint}${azurerm_storage_container.deployment.name}"
  storage_authentication_type = "SystemAssignedIdentity"

  https_only                                     = true
  public_network_access_enabled                  = true # the platform deploys by it; there is no function to call
  webdeploy_publish_basic_authentication_enabled = false

  identity {
    type = "SystemAssigned"
  }

  site_config {
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
    http2_enabled                          = true
    application_insights_connection_string = azurerm_application_insights.connector.connection_string
  }

  tags = var.tags

  # azurerm creates the app and never updates it. With each update it writes the app's settings again, with an
  # AzureWebJobsStorage that has no key: the app could not start until azapi follows. All arguments but those that
  # replace the app stand here; what can change is in azapi_update_resource.connector and the actions below.
  lifecycle {
    ignore_changes = [
      app_settings,
      https_only,
      identity,
      instance_memory_in_mb,
      maximum_instance_count,
      public_network_access_enabled,
      runtime_name,
      runtime_version,
      site_config,
      storage_authentication_type,
      storage_container_endpoint,
      storage_container_type,
      tags,
      webdeploy_publish_basic_authentication_enabled,
    ]
  }
}

# Updates of the app, as `az functionapp scale config set` makes them: read, merge, write, without its settings.
resource "azapi_update_resource" "connector" {
  type        = "Microsoft.Web/sites@2024-04-01"
  resource_id = azurerm_function_app_flex_consumption.connector.id

  body = {
    properties = {
      httpsOnly           = true
      publicNetworkAccess = "Enabled"
      functionAppConfig = {
        runtime = {
          name    = "python"
          version = local.python_version
        }
        scaleAndConcurrency = {
          instanceMemoryMB     = var.memory_mb
          maximumInstanceCount = local.maximum_instance_count
        }
      }
    }
  }
}

# All tags at once: merged with what is there, as above, a tag could never be taken away.
resource "azapi_resource_action" "tags" {
  type        = "Microsoft.Resources/tags@2021-04-01"
  resource_id = "${azurerm_function_app_flex_consumption.connector.id}/providers/Microsoft.Resources/tags/default"
  method      = "PUT"

  body = {
    properties = { tags = var.tags }
  }

  # Azure refuses two changes of one app at a time.
  depends_on = [azapi_update_resource.connector]
}

locals {
  python_version = "3.12"

  # The lowest that each region takes. A timer runs once at a time, whatever it says.
  maximum_instance_count = 40

  # Six fields, the first of them seconds. The graph's run does not begin with those of the clouds.
  graph_schedule = "20 * * * * *"
  refresh_schedule = (
    var.refresh_seconds < 60 ? "*/${var.refresh_seconds} * * * * *" :
    var.refresh_seconds < 3600 ? "0 */${floor(var.refresh_seconds / 60)} * * * *" :
    "0 0 * * * *"
  )

  # Put together: the blob's own URL is unknown while a plan replaces the blob, and each change of the graph would
  # write the settings again, which restarts the app.
  graph_url = "${azurerm_storage_account.connector.primary_blob_endpoint}${azurerm_storage_container.graph.name}/${azurerm_storage_blob.graph.name}"

  app_settings = merge(
    {
      DIGITAL_TWINS_URL  = "https://${local.instance.host_name}"
      GRAPH_URL          = local.graph_url
      GRAPH_SCHEDULE     = local.graph_schedule
      REFRESH_SCHEDULE   = local.refresh_schedule
      REMOTE_READER_URLS = jsonencode(var.remote_reader_last_entry_urls)
      ALLOW_DELETIONS    = var.allow_deletions == null ? "" : var.allow_deletions

      # Both are needed: without the credential the host looks for a connection string, the apply is green and
      # the app is dead.
      AzureWebJobsStorage__accountName = azurerm_storage_account.connector.name
      AzureWebJobsStorage__credential  = "managedidentity"

      # The app's own azure-functions and not the worker's, also in an instance that was started before it was known
      # which app it will run.
      PYTHON_ISOLATE_WORKER_DEPENDENCIES = "1"

      # A run that hangs ends: the timer of its function waits for it.
      AzureFunctionsJobHost__functionTimeout = format("00:%02d:%02d", floor(var.timeout_seconds / 60), var.timeout_seconds % 60)
      APPLICATIONINSIGHTS_CONNECTION_STRING  = azurerm_application_insights.connector.connection_string
    },
    {
      for cloud, setting in local.token_settings :
      setting => "@Microsoft.KeyVault(SecretUri=${azurerm_key_vault.connector.vault_uri}secrets/${local.token_secret_names[cloud]})"
    },
  )
}

# The settings are written whole, past azurerm, which adds an AzureWebJobsStorage whatever it is given
# (decision 5). The host prefers that string to the identity and does not start.
#
# It also lets the app exist before the roles that need its identity, and the settings come after them: a Key
# Vault reference that is refused at first stays unresolved for up to a day.
resource "azapi_resource_action" "app_settings" {
  type        = "Microsoft.Web/sites/config@2024-04-01"
  resource_id = "${azurerm_function_app_flex_consumption.connector.id}/config/appsettings"
  method      = "PUT"

  body = {
    properties = local.app_settings
  }

  depends_on = [
    azapi_resource_action.tags,
    azapi_resource_action.token_secret,
    time_sleep.role_assignments,
  ]
}
