# What the module asks Azure for.
#
# `terraform test` needs the azurerm, azapi and time providers for their schemas, and no Azure account: every resource
# is mocked. Mocks cannot show that Azure takes the values, that a role has taken effect, or that the app starts.

mock_provider "azurerm" {
  source = "./tests/mocks/azurerm"
}

mock_provider "azapi" {
  source = "./tests/mocks/azapi"
}

mock_provider "time" {}

variables {
  digital_twin_name      = "factory"
  location               = "westeurope"
  data_connector_package = "README.md" # any file: only its path and its hash are used
  tags                   = { team = "plant" }

  deletion_protection = false # or the test could not destroy what it applied

  devices = {
    pump-7 = { hot_provider = "gcp", properties = { rpm = "integer", running = "boolean" } }
  }

  remote_reader_last_entry_urls = {
    aws = "https://aws.example.com/"
    gcp = "https://gcp.example.com/hot-reader-last-entry"
  }
  inter_cloud_tokens = {
    aws = "00000000-0000-0000-0000-00000000000a"
    gcp = "00000000-0000-0000-0000-00000000000b"
  }
}

run "makes_an_instance_and_what_keeps_it" {
  assert {
    condition     = output.digital_twins_host == "factory-twins.api.weu.digitaltwins.azure.net" && output.tenant_id == "22222222-2222-2222-2222-222222222222"
    error_message = "A Grafana needs host and tenant: ${output.digital_twins_host}, ${output.tenant_id}"
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.DIGITAL_TWINS_URL == "https://factory-twins.api.weu.digitaltwins.azure.net" && azapi_resource_action.app_settings.body.properties.GRAPH_URL == "https://factoryadt.blob.core.windows.net/graph/graph.json"
    error_message = "The settings must lead to the instance and to the graph."
  }

  assert {
    condition     = jsondecode(azapi_resource_action.app_settings.body.properties.REMOTE_READER_URLS) == { aws = "https://aws.example.com/", gcp = "https://gcp.example.com/hot-reader-last-entry" }
    error_message = "Each cloud's reader must be in the settings."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.INTER_CLOUD_TOKEN_GCP == "@Microsoft.KeyVault(SecretUri=https://kvt-factory.vault.azure.net/secrets/inter-cloud-token-gcp-${substr(sha256("00000000-0000-0000-0000-00000000000b"), 0, 8)})" && !contains(keys(azapi_resource_action.app_settings.body.properties), "INTER_CLOUD_TOKEN_AZURE")
    error_message = "Each token must come from Key Vault and not stand in the settings."
  }

  assert {
    condition     = azapi_resource_action.token_secret["gcp"].body.properties.value == "00000000-0000-0000-0000-00000000000b" && endswith(azapi_resource_action.token_secret["aws"].resource_id, "/secrets/inter-cloud-token-aws-${substr(sha256("00000000-0000-0000-0000-00000000000a"), 0, 8)}")
    error_message = "Each cloud must have its own token, in a secret of its own."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.REFRESH_SCHEDULE == "0 */1 * * * *" && azapi_resource_action.app_settings.body.properties.GRAPH_SCHEDULE == "20 * * * * *" && azapi_resource_action.app_settings.body.properties.ALLOW_DELETIONS == ""
    error_message = "Without more, twins are refreshed each minute, and no mass deletion is allowed."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.AzureWebJobsStorage__credential == "managedidentity" && !contains(keys(azapi_resource_action.app_settings.body.properties), "AzureWebJobsStorage") && !contains(keys(azapi_resource_action.app_settings.body.properties), "AZURE_CLIENT_ID")
    error_message = "The host must reach its storage account with the app's own identity, and see no connection string."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.AzureFunctionsJobHost__functionTimeout == "00:10:00"
    error_message = "timeout_seconds must end a run."
  }

  assert {
    condition     = azurerm_role_assignment.connector["twins"].role_definition_name == "Azure Digital Twins Data Owner" && azurerm_role_assignment.connector["twins"].scope == azurerm_digital_twins_instance.twins[0].id
    error_message = "The app must be able to write twins, of this instance only."
  }

  assert {
    condition     = azurerm_storage_blob.package.name == "${filesha256("README.md")}/released-package.zip" && azurerm_storage_blob.graph.name == "graph.json"
    error_message = "New code must be a new blob, and the graph must keep its name: a plan then shows what changes in it."
  }

  assert {
    condition     = toset(keys(azurerm_monitor_scheduled_query_rules_alert_v2.function)) == toset(flatten([for function in ["graph", "refresh-aws", "refresh-gcp"] : ["${function}-stopped", "${function}-failing"]]))
    error_message = "Each function must have its alarms."
  }

  assert {
    condition     = azurerm_digital_twins_instance.twins[0].tags == tomap({ team = "plant" }) && azurerm_resource_group.connector[0].tags == tomap({ team = "plant" })
    error_message = "Tags must reach the resources."
  }

  assert {
    condition     = output.data_history_uri == null && length(azurerm_eventhub_namespace.history) == 0
    error_message = "Without data_history there must be none."
  }
}

run "schedules_are_regular" {
  command = plan

  variables {
    refresh_seconds = 30
    alarms          = { enabled = false }
  }

  assert {
    condition     = local.refresh_schedule == "*/30 * * * * *" && length(azurerm_monitor_scheduled_query_rules_alert_v2.function) == 0
    error_message = local.refresh_schedule
  }
}

run "an_hour_is_a_schedule_too" {
  command = plan

  variables {
    refresh_seconds = 3600
  }

  assert {
    condition     = local.refresh_schedule == "0 0 * * * *" && azurerm_monitor_scheduled_query_rules_alert_v2.function["refresh-aws-stopped"].window_duration == "PT3H"
    error_message = local.refresh_schedule
  }
}

run "a_token_of_another_form_is_accepted" {
  command = plan

  variables {
    inter_cloud_tokens = { aws = "aZ09+/=~!", gcp = "00000000-0000-0000-0000-00000000000b" }
  }

  assert {
    condition     = nonsensitive(azapi_resource_action.token_secret["aws"].body.properties.value) == "aZ09+/=~!"
    error_message = "The token must reach the vault as it is."
  }
}
