# Each rule of a variable refuses what it is for.

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

run "refuses_names_that_azure_does_not_take" {
  command = plan

  variables {
    digital_twin_name   = "Factory"
    location            = " "
    resource_group_name = ""
    device_types        = { "press-a" = { properties = { force = "double" } } }
    places              = { "line-1" = { parent = "plant" } }
  }

  expect_failures = [
    var.digital_twin_name,
    var.location,
    var.resource_group_name,
    var.device_types,
    var.places,
  ]
}

run "refuses_short_id" {
  command = plan

  variables {
    devices = { p = { hot_provider = "aws", properties = { rpm = "integer" } } }
  }

  expect_failures = [var.devices]
}

run "refuses_cloud_without_reader" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "azure", properties = { rpm = "integer" } } }
  }

  expect_failures = [var.devices]
}

run "refuses_no_property" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "aws" } }
  }

  expect_failures = [var.devices]
}

run "refuses_name_dtdl_refuses" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "aws", properties = { rpm-x = "integer" } } }
  }

  expect_failures = [var.devices]
}

run "refuses_name_taken" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "aws", properties = { observedAt = "string" } } }
  }

  expect_failures = [var.devices]
}

run "refuses_unknown_type" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "aws", properties = { rpm = "int" } } }
  }

  expect_failures = [var.devices]
}

run "refuses_parent_that_is_no_place" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "aws", parent = "plant", properties = { rpm = "integer" } } }
  }

  expect_failures = [var.devices]
}

run "refuses_component_of_nothing" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "aws", component_of = "pump-8", component = "a", properties = { rpm = "integer" } } }
  }

  expect_failures = [var.devices]
}

run "refuses_plain_http_and_a_package_that_does_not_exist" {
  command = plan

  variables {
    remote_reader_last_entry_urls = { aws = "http://aws.example.com/", gcp = "https://gcp.example.com/" }
    data_connector_package        = "nowhere.zip"
  }

  expect_failures = [var.remote_reader_last_entry_urls, var.data_connector_package]
}

run "refuses_cloud_without_token" {
  command = plan

  variables {
    inter_cloud_tokens = { aws = "00000000-0000-0000-0000-00000000000a" }
  }

  expect_failures = [var.inter_cloud_tokens]
}

run "refuses_two_tokens_in_one" {
  command = plan

  variables {
    inter_cloud_tokens = { aws = "first,second", gcp = "00000000-0000-0000-0000-00000000000b" }
  }

  expect_failures = [var.inter_cloud_tokens]
}

run "refuses_what_the_plan_does_not_offer" {
  command = plan

  variables {
    refresh_seconds    = 45
    log_retention_days = 7
    timeout_seconds    = 30
    memory_mb          = 1024
  }

  expect_failures = [var.refresh_seconds, var.log_retention_days, var.timeout_seconds, var.memory_mb]
}

run "refuses_ids_and_hashes_of_another_form" {
  command = plan

  variables {
    existing_instance    = { id = "plant" }
    data_history         = { kusto_cluster_id = "plant", kusto_database_name = "twins" }
    reader_principal_ids = { grafana = "me" }
    allow_deletions      = "yes"
    alarms               = { actions = ["me@example.com"] }
  }

  expect_failures = [
    var.existing_instance,
    var.data_history,
    var.reader_principal_ids,
    var.allow_deletions,
    var.alarms,
  ]
}
