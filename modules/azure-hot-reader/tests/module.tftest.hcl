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
  digital_twin_name  = "factory"
  location           = "westeurope"
  hot_reader_package = "README.md" # any file: only its path and its hash are used
  tags               = { team = "plant" }

  deletion_protection = false # or the test could not destroy what it applied
  digital_twin_info = jsonencode({
    config           = { digital_twin_name = "factory" }
    config_providers = { layer_3_hot_provider = "azure", layer_4_provider = "aws", layer_5_provider = "aws" }
  })
}

run "creates_a_hot_store_and_a_reader" {
  assert {
    condition     = output.hot_reader_url == "https://factory-hot-reader.azurewebsites.net/api/hot-reader"
    error_message = "hot_reader_url is ${output.hot_reader_url}"
  }

  assert {
    condition     = output.hot_reader_last_entry_url == "https://factory-hot-reader.azurewebsites.net/api/hot-reader-last-entry"
    error_message = "hot_reader_last_entry_url is ${output.hot_reader_last_entry_url}"
  }

  assert {
    condition     = !azurerm_cosmosdb_account.hot[0].local_authentication_enabled && one(azurerm_cosmosdb_account.hot[0].capabilities[*].name) == "EnableServerless"
    error_message = "The account must be serverless and accept no keys."
  }

  assert {
    condition     = azurerm_cosmosdb_sql_container.hot[0].partition_key_paths == tolist(["/iotDeviceId"])
    error_message = "A device's records must be one partition."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.COSMOS_ENDPOINT == "https://factory-db.documents.azure.com:443/" && azapi_resource_action.app_settings.body.properties.COSMOS_DATABASE == "factory" && azapi_resource_action.app_settings.body.properties.COSMOS_CONTAINER == "hot"
    error_message = "The settings must lead to the container that was made."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.INTER_CLOUD_TOKEN == "@Microsoft.KeyVault(SecretUri=https://kv-factory.vault.azure.net/secrets/inter-cloud-token-1)"
    error_message = "The token must come from Key Vault and not stand in the settings."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.AzureWebJobsStorage__credential == "managedidentity" && !contains(keys(azapi_resource_action.app_settings.body.properties), "AzureWebJobsStorage")
    error_message = "The host must reach its storage account with its identity, and see no connection string."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.AzureFunctionsJobHost__functionTimeout == "00:00:30"
    error_message = "timeout_seconds must end a request."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.PYTHON_THREADPOOL_THREAD_COUNT == tostring(azapi_update_resource.hot_reader.body.properties.functionAppConfig.scaleAndConcurrency.triggers.http.perInstanceConcurrency)
    error_message = "Each request that an instance takes must have a thread."
  }

  assert {
    condition     = azurerm_cosmosdb_sql_role_assignment.read_records.scope == "${azurerm_cosmosdb_account.hot[0].id}/dbs/factory/colls/hot"
    error_message = "Records must be readable in the one container only."
  }

  assert {
    condition     = azapi_resource_action.code.body.properties.packageUri == "https://factoryhot.blob.core.windows.net/packages/mocked/released-package.zip?sv=2022-11-02&sig=mocked"
    error_message = "The platform must be given a link that it can read."
  }

  assert {
    condition     = azurerm_storage_blob.package.name == "${filesha256("README.md")}/released-package.zip"
    error_message = "New code must be a new blob."
  }

  assert {
    condition     = azurerm_resource_group.hot_reader[0].tags == tomap({ team = "plant" }) && azurerm_function_app_flex_consumption.hot_reader.tags == tomap({ team = "plant" })
    error_message = "Tags must reach the resources."
  }
}

run "long_twin_names_stay_within_azure_limits" {
  variables {
    digital_twin_name = "a-very--long-digital-twin-name-1"
  }

  assert {
    condition     = length(azurerm_storage_account.hot_reader.name) <= 24 && can(regex("^[a-z0-9]+$", azurerm_storage_account.hot_reader.name))
    error_message = "Storage account name: ${azurerm_storage_account.hot_reader.name}"
  }

  assert {
    condition     = length(azurerm_key_vault.hot_reader.name) <= 24 && !strcontains(azurerm_key_vault.hot_reader.name, "--")
    error_message = "Key Vault name: ${azurerm_key_vault.hot_reader.name}"
  }

  assert {
    condition     = length(azurerm_cosmosdb_account.hot[0].name) <= 44 && !strcontains(azurerm_cosmosdb_account.hot[0].name, "--")
    error_message = "Cosmos DB account name: ${azurerm_cosmosdb_account.hot[0].name}"
  }

  assert {
    condition     = length(azurerm_function_app_flex_consumption.hot_reader.name) <= 60
    error_message = "Function App name: ${azurerm_function_app_flex_consumption.hot_reader.name}"
  }
}

run "alarms_notify_the_actions" {
  command = plan

  variables {
    alarms = { actions = ["/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/microsoft.insights/actionGroups/operators"] }
  }

  assert {
    condition     = keys(azurerm_monitor_scheduled_query_rules_alert_v2.hot_reader) == ["duration", "errors", "failed-queries"]
    error_message = "There must be an alarm for each of duration, errors, failed-queries: ${join(" ", keys(azurerm_monitor_scheduled_query_rules_alert_v2.hot_reader))}"
  }

  assert {
    condition     = alltrue([for alarm in azurerm_monitor_scheduled_query_rules_alert_v2.hot_reader : alarm.action[0].action_groups == tolist(var.alarms.actions)])
    error_message = "Each alarm must notify the actions."
  }
}

run "no_alarms_if_they_are_off" {
  command = plan

  variables {
    alarms = { enabled = false }
  }

  assert {
    condition     = length(azurerm_monitor_scheduled_query_rules_alert_v2.hot_reader) == 0
    error_message = "There must be no alarms."
  }
}

run "refuses_an_action_of_another_kind" {
  command = plan

  variables {
    alarms = { actions = ["me@example.com"] }
  }

  expect_failures = [var.alarms]
}
