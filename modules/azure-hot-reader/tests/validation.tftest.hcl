# What the module refuses before it asks Azure for anything.
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

run "refuses_a_twin_name_info_and_package_that_the_app_cannot_use" {
  command = plan

  variables {
    digital_twin_name  = "Factory"
    digital_twin_info  = "{}"
    hot_reader_package = "no-such.zip"
  }

  expect_failures = [var.digital_twin_name, var.digital_twin_info, var.hot_reader_package]
}

run "refuses_what_the_plan_does_not_offer" {
  command = plan

  variables {
    max_concurrency      = 0
    instance_concurrency = 1.5
    memory_mb            = 1024
    timeout_seconds      = 231
    log_retention_days   = 7
    token_generation     = 0
    location             = " "
  }

  expect_failures = [
    var.max_concurrency,
    var.instance_concurrency,
    var.memory_mb,
    var.timeout_seconds,
    var.log_retention_days,
    var.token_generation,
    var.location,
  ]
}

run "refuses_an_existing_store_with_a_blank_name" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = ""
      container_name      = "readings"
    }
  }

  expect_failures = [var.existing_hot_store]
}

run "refuses_an_existing_container_with_another_partition_key" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"
    }
  }

  override_data {
    target = data.azapi_resource.existing_container[0]
    values = { output = { properties = { resource = { partitionKey = { paths = ["/id"] } } } } }
  }

  expect_failures = [data.azapi_resource.existing_container]
}

run "refuses_one_field_for_time_and_values" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"

      records = { time = "ts", values = "ts" }
    }
  }

  expect_failures = [var.existing_hot_store]
}

run "refuses_an_empty_name_in_a_path" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"

      records = { device = "d." }
    }
  }

  expect_failures = [var.existing_hot_store]
}

run "refuses_a_type_of_time_that_no_reader_knows" {
  command = plan

  variables {
    existing_hot_store = {
      resource_group_name = "telemetry"
      account_name        = "telemetry-db"
      database_name       = "plant"
      container_name      = "readings"

      records = { time = "ts", time_format = "epoch_seconds", time_type = "S" }
    }
  }

  expect_failures = [var.existing_hot_store]
}
