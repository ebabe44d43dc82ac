# What Terraform alone does not see: that a new location or another instance would delete the twins with what others
# added to them, and that a destroy which stops half-way has already stopped the functions. The rule behind it:
# decision 20.

locals {
  # Azure takes `West Europe` and `westeurope` for one.
  location = lower(replace(var.location, " ", ""))
}

# How this deployment was first applied. Later plans are held against it, below.
resource "terraform_data" "deployed" {
  input = {
    location      = local.location
    made_instance = local.create_instance
    name          = var.digital_twin_name
  }

  lifecycle {
    ignore_changes = [input]
  }
}

# Depends on everything, so it is destroyed first, and refuses while deletion_protection is on: nothing else is
# deleted then. It is replaced with the instance, so that a plan which replaces or deletes it is refused before
# anything is deleted too.
resource "terraform_data" "deletion_protection" {
  input            = var.deletion_protection
  triggers_replace = azurerm_digital_twins_instance.twins[*].id

  lifecycle {
    precondition {
      condition     = terraform_data.deployed.output.location == local.location
      error_message = "These twins were deployed in ${terraform_data.deployed.output.location}, and location is now ${local.location}. Azure moves none of it: Terraform would delete the instance, with the relationships and twins that others added, and make an empty one. Set location back. To move: deploy a twin of another name there, then destroy this one. To give the instance up: set deletion_protection to false and apply, then apply with -replace, naming the terraform_data.deployed of this module."
    }

    precondition {
      condition     = terraform_data.deployed.output.name == var.digital_twin_name
      error_message = "These twins were deployed as ${terraform_data.deployed.output.name}, and digital_twin_name is now ${var.digital_twin_name}. The ids of models have the name in them, so the functions would neither find nor replace the twins that are there. Set digital_twin_name back. To rename: empty the graph (README, \"Removing\"), then apply with the new name and with -replace, naming the terraform_data.deployed of this module."
    }

    precondition {
      condition     = terraform_data.deployed.output.made_instance == local.create_instance
      error_message = terraform_data.deployed.output.made_instance ? "These twins were deployed in an instance of their own, and existing_instance would delete it, with the relationships and twins that others added. To keep it: `terraform state rm` the azurerm_digital_twins_instance.twins[0] and terraform_data.deployed of this module, then apply. To delete it: set deletion_protection to false and apply, then apply with -replace, naming the terraform_data.deployed of this module." : "These twins were deployed in an existing instance, and without existing_instance they would be made again in a new one and stay in the old. Set existing_instance back. If a new instance is what you want: empty the graph first (README, \"Removing\"), then apply with -replace, naming the terraform_data.deployed of this module."
    }
  }

  # A destroy-time provisioner can name nothing but self. The command is one for sh and for Windows' cmd.
  provisioner "local-exec" {
    when    = destroy
    quiet   = true
    command = self.input ? "echo \"deletion_protection is on, so nothing was deleted. To delete the twins and what keeps them: set deletion_protection to false, apply, and destroy again.\" 1>&2 && exit 1" : "exit 0"
  }

  depends_on = [
    azapi_resource.history,
    azapi_resource_action.token_reference,
    azurerm_log_analytics_saved_search.runs,
    azurerm_log_analytics_workspace_table.connector,
    azurerm_monitor_scheduled_query_rules_alert_v2.function,
    azurerm_role_assignment.reader,
    data.azapi_resource.existing_instance,
  ]
}
