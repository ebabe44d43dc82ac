# A container that exists already. In a file of its own: a deployed module refuses another store.
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

run "reads_an_existing_hot_store" {
  variables {
    resource_group_name = "shared"
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"
    }
  }

  assert {
    condition     = length(azurerm_cosmosdb_account.hot) + length(azurerm_cosmosdb_sql_database.hot) + length(azurerm_cosmosdb_sql_container.hot) + length(azurerm_resource_group.hot_reader) == 0
    error_message = "Nothing that exists may be made again."
  }

  assert {
    condition     = azapi_resource_action.app_settings.body.properties.COSMOS_DATABASE == "plant" && azapi_resource_action.app_settings.body.properties.COSMOS_CONTAINER == "readings"
    error_message = "The settings must lead to the existing container."
  }

  assert {
    condition     = endswith(azurerm_cosmosdb_sql_role_assignment.read_records.scope, "/databaseAccounts/telemetry-db/dbs/plant/colls/readings")
    error_message = "Records must be readable in the existing container only."
  }

  assert {
    condition     = azurerm_cosmosdb_sql_role_assignment.read_records.resource_group_name == "telemetry" && azurerm_function_app_flex_consumption.hot_reader.resource_group_name == data.azurerm_resource_group.existing[0].name
    error_message = "The grant belongs where the store is, the app where it was asked for."
  }
}

run "reads_items_of_another_form_by_their_own_partition_key" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"
      records = {
        device = "SystemProperties.iothub-connection-device-id"
        time   = "SystemProperties.iothub-enqueuedtime"
        values = "Body"
      }
    }
  }

  override_data {
    target = data.azapi_resource.existing_container[0]
    values = { output = { properties = { resource = { partitionKey = { paths = ["/SystemProperties/\"iothub-connection-device-id\""], kind = "Hash" } } } } }
  }

  assert {
    condition     = jsondecode(local.records_setting).values == "Body" && jsondecode(local.records_setting).partition_key_paths == null
    error_message = "The reader must know the form of the items."
  }
}

run "reads_a_synthetic_partition_key_by_its_path" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"
      records             = { device = "deviceId", time = "at", partition_key = ["{device}-{YYYY}-{MM}"] }
    }
  }

  override_data {
    target = data.azapi_resource.existing_container[0]
    values = { output = { properties = { resource = { partitionKey = { paths = ["/partitionKey"], kind = "Hash" } } } } }
  }

  assert {
    condition     = join(",", jsondecode(local.records_setting).partition_key_paths) == "/partitionKey"
    error_message = "The reader must know where an item has its partition key."
  }
}

run "reads_a_hierarchical_partition_key_by_its_paths" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"
      records             = { device = "deviceId", time = "at", partition_key = ["{device}", "{YYYY}-{MM}"] }
    }
  }

  override_data {
    target = data.azapi_resource.existing_container[0]
    values = { output = { properties = { resource = { partitionKey = { paths = ["/deviceId", "/\"year-month\""], kind = "MultiHash" } } } } }
  }

  assert {
    condition     = join(",", jsondecode(local.records_setting).partition_key_paths) == "/deviceId,/year-month"
    error_message = "The reader must know where an item has each level."
  }
}

run "refuses_a_hierarchical_partition_key_with_a_level_that_is_not_described" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"
      records             = { device = "deviceId", time = "at", partition_key = ["{device}"] }
    }
  }

  override_data {
    target = data.azapi_resource.existing_container[0]
    values = { output = { properties = { resource = { partitionKey = { paths = ["/deviceId", "/session"], kind = "MultiHash" } } } } }
  }

  expect_failures = [data.azapi_resource.existing_container[0]]
}

run "refuses_a_container_of_another_partition_key" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"
      records             = { device = "deviceId" }
    }
  }

  expect_failures = [data.azapi_resource.existing_container[0]]
}
