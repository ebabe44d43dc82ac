# Names, which a plan of a deployed module may not change.

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

run "long_twin_names_stay_within_azure_limits" {
  command = plan

  variables {
    digital_twin_name = "a-very--long-digital-twin-name-1"
  }

  assert {
    condition     = length(azurerm_storage_account.connector.name) <= 24 && can(regex("^[a-z0-9]+$", azurerm_storage_account.connector.name))
    error_message = "Storage account name: ${azurerm_storage_account.connector.name}"
  }

  assert {
    condition     = length(azurerm_key_vault.connector.name) <= 24 && !strcontains(azurerm_key_vault.connector.name, "--")
    error_message = "Key Vault name: ${azurerm_key_vault.connector.name}"
  }

  assert {
    condition     = length(azurerm_digital_twins_instance.twins[0].name) <= 63 && length(local.names.history) <= 50
    error_message = "Instance name: ${azurerm_digital_twins_instance.twins[0].name}"
  }

  assert {
    condition     = length(azurerm_function_app_flex_consumption.connector.name) <= 60
    error_message = "Function App name: ${azurerm_function_app_flex_consumption.connector.name}"
  }
}
