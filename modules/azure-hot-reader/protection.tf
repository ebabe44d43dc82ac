# What Terraform alone does not see: that a new location or a new store would delete the telemetry, and that a
# destroy which stops half-way has already taken the URLs and tokens. The rule behind it: decision 20.

locals {
  # Azure takes `West Europe` and `westeurope` for one.
  location = lower(replace(var.location, " ", ""))
}

# How this deployment was first applied. Later plans are held against it, below.
resource "terraform_data" "deployed" {
  input = {
    location   = local.location
    made_store = local.create_hot_store
  }

  lifecycle {
    ignore_changes = [input]
  }
}

# Depends on everything, so it is destroyed first, and refuses while deletion_protection is on: nothing else is
# deleted then. It is replaced with each part of the store, so that a plan which replaces or deletes one is refused
# before anything is deleted too.
resource "terraform_data" "deletion_protection" {
  input = var.deletion_protection
  triggers_replace = concat(
    azurerm_cosmosdb_account.hot[*].id,
    azurerm_cosmosdb_sql_database.hot[*].id,
    azurerm_cosmosdb_sql_container.hot[*].id,
  )

  lifecycle {
    precondition {
      condition     = terraform_data.deployed.output.location == local.location
      error_message = "This hot reader was deployed in ${terraform_data.deployed.output.location}, and location is now ${local.location}. Azure moves none of it: Terraform would delete the store with its telemetry and make an empty one. Set location back. To move: deploy a twin of another name there, copy the container (a container copy job, or restore a point in time with `az cosmosdb restore`), then destroy this one. To give the telemetry up: set deletion_protection to false and apply, then apply with -replace, naming the terraform_data.deployed of this module."
    }

    precondition {
      condition     = terraform_data.deployed.output.made_store == local.create_hot_store
      error_message = terraform_data.deployed.output.made_store ? "This hot reader was deployed with a store of its own, and existing_hot_store would delete that store with its telemetry. To keep it: `terraform state rm` the azurerm_cosmosdb_account.hot[0], azurerm_cosmosdb_sql_database.hot[0], azurerm_cosmosdb_sql_container.hot[0] and terraform_data.deployed of this module, then apply. To delete it: set deletion_protection to false and apply, then apply with -replace, naming the terraform_data.deployed of this module." : "This hot reader was deployed over an existing container, and without existing_hot_store it would read a new, empty one. Set existing_hot_store back. If a new store is what you want: apply with -replace, naming the terraform_data.deployed of this module."
    }
  }

  # A destroy-time provisioner can name nothing but self. The command is one for sh and for Windows' cmd.
  provisioner "local-exec" {
    when    = destroy
    quiet   = true
    command = self.input ? "echo \"deletion_protection is on, so nothing was deleted. To delete the hot reader and its store: set deletion_protection to false, apply, and destroy again.\" 1>&2 && exit 1" : "exit 0"
  }

  depends_on = [
    azapi_resource_action.token_reference,
    azurerm_log_analytics_saved_search.queries,
    azurerm_log_analytics_workspace_table.hot_reader,
    azurerm_monitor_scheduled_query_rules_alert_v2.hot_reader,
    data.azapi_resource.existing_container,
  ]
}
