# What the Function App's identity may do.

locals {
  connector_roles = {
    # The host keeps locks, keys and the timers' state as blobs; its documentation asks for this role. The graph is
    # read with it too.
    storage = {
      scope = azurerm_storage_account.connector.id
      role  = "Storage Blob Data Owner"
    }
    tokens = {
      scope = azurerm_key_vault.connector.id
      role  = "Key Vault Secrets User"
    }
    # Of the roles that Azure has, the one that may write models, twins and relationships.
    twins = {
      scope = local.instance.id
      role  = "Azure Digital Twins Data Owner"
    }
  }
}

resource "azurerm_role_assignment" "connector" {
  for_each = local.connector_roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_function_app_flex_consumption.connector.identity[0].principal_id

  # Spares the look-up of a principal that was made a moment ago and is not yet known everywhere.
  principal_type = "ServicePrincipal"
}

# A role is granted at once and takes effect later. Azure names ten minutes as the longest time
# (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting); most take less than two.
# azapi_resource_action.code tries for fifteen more.
resource "time_sleep" "role_assignments" {
  create_duration = "120s"

  triggers = { for key, assignment in azurerm_role_assignment.connector : key => assignment.id }
}
