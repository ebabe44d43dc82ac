# The Azure Digital Twins instance, and who may do what with its twins.

locals {
  create_instance = var.existing_instance == null

  instance = {
    id           = local.create_instance ? one(azurerm_digital_twins_instance.twins[*].id) : var.existing_instance.id
    host_name    = local.create_instance ? one(azurerm_digital_twins_instance.twins[*].host_name) : one(data.azapi_resource.existing_instance[*].output.properties.hostName)
    principal_id = local.create_instance ? one(azurerm_digital_twins_instance.twins[*].identity[0].principal_id) : try(one(data.azapi_resource.existing_instance[*].output.identity.principalId), null)
  }
}

resource "azurerm_digital_twins_instance" "twins" {
  count = local.create_instance ? 1 : 0

  name                = local.names.instance
  resource_group_name = local.resource_group_name
  location            = var.location
  tags                = var.tags

  # With it the instance writes its data history.
  identity {
    type = "SystemAssigned"
  }

  lifecycle {
    # The instance keeps its name, and with it its host, when the twin is renamed.
    ignore_changes = [name]
  }
}

# Read, not only named: an instance that is not there then fails the plan and not the apply.
data "azapi_resource" "existing_instance" {
  count = local.create_instance ? 0 : 1

  type                   = "Microsoft.DigitalTwins/digitalTwinsInstances@2023-01-31"
  resource_id            = var.existing_instance.id
  response_export_values = ["properties.hostName", "identity.principalId"]

  lifecycle {
    postcondition {
      condition     = var.data_history == null || try(self.output.identity.principalId, null) != null
      error_message = "The instance ${var.existing_instance.id} has no system-assigned identity, with which it would write its data history. Give it one (`az dt identity assign`), or leave data_history out."
    }
  }
}

# Whoever reads the twins: a Grafana, people with the explorer.
resource "azurerm_role_assignment" "reader" {
  for_each = var.reader_principal_ids

  scope                = local.instance.id
  role_definition_name = "Azure Digital Twins Data Reader"
  principal_id         = each.value
}
