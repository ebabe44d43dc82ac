# The code: a blob named by its content, which the platform then deploys on request.
#
# azurerm's zip_deploy_file posts to an endpoint that the Flex Consumption plan does not have (azurerm issue
# 29630). What works is the `onedeploy` extension of Azure Resource Manager.

resource "azurerm_storage_blob" "package" {
  # The platform expects the file name released-package.zip; the folder says which content it is, so that new
  # code is a new blob and is deployed.
  name                 = "${filesha256(var.data_connector_package)}/released-package.zip"
  storage_container_id = azurerm_storage_container.packages.id
  type                 = "Block"
  source               = var.data_connector_package
  content_type         = "application/zip"
}

# A link that reads the container of packages, for a day. The platform copies the package, and needs it once.
data "azurerm_storage_account_blob_container_sas" "packages" {
  connection_string = azurerm_storage_account.connector.primary_connection_string
  container_name    = azurerm_storage_container.packages.name
  https_only        = true
  start             = timeadd(plantimestamp(), "-15m") # clocks differ
  expiry            = timeadd(plantimestamp(), "24h")

  permissions {
    read   = true
    add    = false
    create = false
    write  = false
    delete = false
    list   = false
  }
}

resource "azapi_resource_action" "code" {
  type        = "Microsoft.Web/sites@2024-04-01"
  resource_id = azurerm_function_app_flex_consumption.connector.id
  action      = "extensions/onedeploy"
  method      = "PUT"

  body = {
    properties = {
      packageUri  = "${azurerm_storage_blob.package.url}${data.azurerm_storage_account_blob_container_sas.packages.sas}"
      type        = "zip"
      remoteBuild = false
    }
  }

  # time_sleep.role_assignments has waited for the app's role on its storage account. Azure promises no time for
  # that: a refusal at once is tried again. azapi repeats single requests, so a deployment that is taken and then
  # fails is not tried again; it fails the apply, is not in the state, and the next apply deploys again.
  retry = {
    error_message_regex  = ["BlobUploadFailed", "AuthorizationPermissionMismatch", "AuthorizationFailure", "not authorized to perform this operation"]
    interval_seconds     = 15
    max_interval_seconds = 60
  }

  # Of the whole deployment, its polls included. A package is 7 MB and takes about a minute.
  timeouts {
    create = "15m"
  }

  lifecycle {
    # The link differs at each plan; what counts is whether the package does, and whether what was deployed is
    # still there. Nothing is updated: that would send the link of the last deployment, which has expired.
    ignore_changes       = [body, retry, timeouts]
    replace_triggered_by = [azurerm_storage_blob.package, azurerm_storage_container.deployment]
  }

  depends_on = [azapi_resource_action.app_settings]
}
