# The vault that holds the tokens, one for each cloud, from which the app reads them with its identity.

resource "azurerm_key_vault" "connector" {
  # checkov:skip=CKV2_AZURE_32: as CKV_AZURE_109; a private network is not part of this module
  # checkov:skip=CKV_AZURE_109: Key Vault references may come from other addresses than the app's own; access is by role alone
  # checkov:skip=CKV_AZURE_110: purge protection is off, see below
  # checkov:skip=CKV_AZURE_189: as CKV_AZURE_109; a private network is not part of this module
  # checkov:skip=CKV_AZURE_42: purge protection is off, see below

  name                       = local.names.key_vault
  resource_group_name        = local.resource_group_name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true

  # The tokens are copies of those of layer 3, so nothing here is worth a name that stays taken until the retention
  # is over; and purge protection can never be switched off again.
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  tags = var.tags
}

locals {
  clouds = toset(keys(var.remote_reader_last_entry_urls))

  # Named by the token's hash, without a version: a new token changes the app's setting, which makes the platform
  # fetch it at once. A new version of the same secret would be noticed within a day. Eight digits of a hash say
  # nothing about a token of 244 random bits.
  token_secret_names = {
    for cloud in local.clouds :
    cloud => "inter-cloud-token-${cloud}-${nonsensitive(substr(sha256(var.inter_cloud_tokens[cloud]), 0, 8))}"
  }

  token_settings = { for cloud in local.clouds : cloud => "INTER_CLOUD_TOKEN_${upper(cloud)}" }
}

# Written through Azure Resource Manager, for which whoever applies already has the rights. azurerm's secret
# resource writes to the vault itself, and would need a data role of its own and minutes for it to take hold.
# An action and not a resource: Resource Manager cannot delete secrets, they go with the vault.
resource "azapi_resource_action" "token_secret" {
  for_each = local.clouds

  type        = "Microsoft.KeyVault/vaults/secrets@2023-07-01"
  resource_id = "${azurerm_key_vault.connector.id}/secrets/${local.token_secret_names[each.key]}"
  method      = "PUT"

  body = {
    properties = {
      contentType = "text/plain"
      value       = var.inter_cloud_tokens[each.key]
    }
  }
}

# The references were first looked up when the settings were written. The vault role was new then, and may not have
# reached Key Vault; by now the code is deployed, which waited for the storage role of the same age. Later changes
# of the settings need none of this: each makes the platform look again.
resource "azapi_resource_action" "refresh_token_references" {
  type        = "Microsoft.Web/sites@2024-04-01"
  resource_id = azurerm_function_app_flex_consumption.connector.id
  action      = "config/configreferences/appsettings/refresh"
  method      = "POST"

  lifecycle {
    replace_triggered_by = [azurerm_role_assignment.connector["tokens"]]
  }

  depends_on = [azapi_resource_action.code]
}

# An app that started without its tokens stays without functions until it is started again.
resource "azapi_resource_action" "restart" {
  type        = "Microsoft.Web/sites@2024-04-01"
  resource_id = azurerm_function_app_flex_consumption.connector.id
  action      = "restart"
  method      = "POST"

  lifecycle {
    replace_triggered_by = [azapi_resource_action.refresh_token_references]
  }
}

# What the platform made of each reference, once the app was started again: an error instead of twins that silently
# stay as they are. Not a `check` with a data source, whose read Terraform plans each time, so that no plan is empty.
resource "azapi_resource_action" "token_reference" {
  for_each = local.token_settings

  type                   = "Microsoft.Web/sites@2024-04-01"
  resource_id            = azurerm_function_app_flex_consumption.connector.id
  action                 = "config/configreferences/appsettings/${each.value}"
  method                 = "GET"
  response_export_values = ["properties.status"]

  lifecycle {
    replace_triggered_by = [azapi_resource_action.restart]

    postcondition {
      condition     = try(self.output.properties.status, "Resolved") == "Resolved"
      error_message = "The Function App cannot read the token ${each.value} from Key Vault (status ${try(self.output.properties.status, "unknown")}), and refreshes no twin. A role assignment can take ten minutes to reach Key Vault: wait, then run `terraform apply -replace=ADDRESS` with the address of azapi_resource_action.refresh_token_references, as `terraform state list` prints it."
    }
  }
}
