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
  runtime_version        = local.python_version
  instance_memory_in_mb  = var.memory_mb
  maximum_instance_count = var.max_concurrency
  http_concurrency       = var.instance_concurrency

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

  # azurerm creates the app and never updates it. With each update it writes the app's settings again, with an
  # AzureWebJobsStorage that has no key: the app could not start until azapi follows. All arguments but those that
  # replace the app stand here; what can change is in azapi_update_resource.hot_reader and the actions below.
  lifecycle {
    ignore_changes = [
      app_settings,
      https_only,
      http_concurrency,
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
resource "azapi_update_resource" "hot_reader" {
  type        = "Microsoft.Web/sites@2024-04-01"
  resource_id = azurerm_function_app_flex_consumption.hot_reader.id

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
          maximumInstanceCount = var.max_concurrency
          triggers             = { http = { perInstanceConcurrency = var.instance_concurrency } }
        }
      }
    }
  }
}

# All tags at once: merged with what is there, as above, a tag could never be taken away.
resource "azapi_resource_action" "tags" {
  type        = "Microsoft.Resources/tags@2021-04-01"
  resource_id = "${azurerm_function_app_flex_consumption.hot_reader.id}/providers/Microsoft.Resources/tags/default"
  method      = "PUT"

  body = {
    properties = { tags = var.tags }
  }

  # Azure refuses two changes of one app at a time.
  depends_on = [azapi_update_resource.hot_reader]
}

locals {
  python_version = "3.12"

  app_settings = {
    DIGITAL_TWIN_INFO = var.digital_twin_info
    INTER_CLOUD_TOKEN = "@Microsoft.KeyVault(SecretUri=${local.token_secret_uri})"
    COSMOS_ENDPOINT   = local.hot_store.endpoint
    COSMOS_DATABASE   = local.hot_store.database_name
    COSMOS_CONTAINER  = local.hot_store.container_name

    # A fifth of the platform's time stays for the call of the store that runs then, and for the answer.
    QUERY_TIMEOUT_SECONDS    = tostring(max(1, min(var.query_timeout_seconds, floor(var.timeout_seconds * 4 / 5))))
    LAST_ENTRY_RECORDS       = tostring(var.last_entry_records)
    LAST_ENTRY_HOURS         = tostring(var.last_entry_hours)
    FUTURE_TOLERANCE_SECONDS = tostring(var.future_tolerance_seconds)

    # Both are needed: without the credential the host looks for a connection string, the apply is green and
    # the app is dead.
    AzureWebJobsStorage__accountName = azurerm_storage_account.hot_reader.name
    AzureWebJobsStorage__credential  = "managedidentity"

    # The worker's threads: with fewer than requests the rest would wait.
    PYTHON_THREADPOOL_THREAD_COUNT = tostring(var.instance_concurrency)

    # The app's own azure-functions and not the worker's, also in an instance that was started before it was known
    # which app it will run.
    PYTHON_ISOLATE_WORKER_DEPENDENCIES = "1"

    AzureFunctionsJobHost__functionTimeout = format("00:%02d:%02d", floor(var.timeout_seconds / 60), var.timeout_seconds % 60)
    APPLICATIONINSIGHTS_CONNECTION_STRING  = azurerm_application_insights.hot_reader.connection_string
  }
}

# The settings are written whole, past azurerm, which adds an AzureWebJobsStorage whatever it is given
# (decision 5). The host prefers that string to the identity and does not start.
#
# It also lets the app exist before the roles that need its identity, and the settings come after them: a Key
# Vault reference that is refused at first stays unresolved for up to a day.
resource "azapi_resource_action" "app_settings" {
  type        = "Microsoft.Web/sites/config@2024-04-01"
  resource_id = "${azurerm_function_app_flex_consumption.hot_reader.id}/config/appsettings"
  method      = "PUT"

  body = {
    properties = merge(local.app_settings, { for records in local.records_setting[*] : "HOT_STORE_RECORDS" => records })
  }

  depends_on = [
    azapi_resource_action.tags,
    azapi_resource_action.token_secret,
    time_sleep.role_assignments,
  ]
}
