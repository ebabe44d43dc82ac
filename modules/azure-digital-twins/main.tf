# What the other files share: names, and the resource group.

data "azurerm_client_config" "current" {}

locals {
  # Storage accounts, Key Vaults, Azure Digital Twins instances and Function Apps share one namespace with every
  # other Azure customer. A hash of subscription and twin keeps their names apart, and the same at each plan.
  unique_suffix = substr(sha256("${data.azurerm_client_config.current.subscription_id}/${var.digital_twin_name}"), 0, 8)

  # Azure refuses a double hyphen in most of these names.
  twin_name         = replace(var.digital_twin_name, "/-+/", "-")
  compact_twin_name = replace(var.digital_twin_name, "-", "")

  names = {
    connector       = "${local.twin_name}-digital-twins"
    function_app    = "${local.twin_name}-twin-connector-${local.unique_suffix}"             # at most 60 characters
    instance        = "${local.twin_name}-twins-${local.unique_suffix}"                      # at most 63
    history         = "${local.twin_name}-history-${local.unique_suffix}"                    # at most 50
    key_vault       = "kvt-${substr(local.compact_twin_name, 0, 11)}-${local.unique_suffix}" # at most 24
    storage_account = "${substr(local.compact_twin_name, 0, 13)}adt${local.unique_suffix}"   # at most 24, no hyphens
  }

  # Children name their parents by what only an id contains, here and in instance.tf: Azure deletes them with their
  # parent, and an id that is known after apply makes Terraform create them again too.
  resource_group_name = (
    var.resource_group_name == null
    ? one([for group in azurerm_resource_group.connector : basename(group.id)])
    : one(data.azurerm_resource_group.existing[*].name)
  )
}

resource "azurerm_resource_group" "connector" {
  count = var.resource_group_name == null ? 1 : 0

  name     = local.names.connector
  location = var.location
  tags     = var.tags

  lifecycle {
    # A group keeps its name, and with it all that is in it, when the twin is renamed.
    ignore_changes = [name]
  }
}

# Read, not only named: a misspelt group then fails the plan and not the apply.
data "azurerm_resource_group" "existing" {
  count = var.resource_group_name == null ? 0 : 1

  name = var.resource_group_name
}
