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

run "refuses_digital_twin_name" {
  command = plan

  variables {
    digital_twin_name = "Factory"
  }

  expect_failures = [var.digital_twin_name]
}

run "refuses_device_types" {
  command = plan

  variables {
    device_types = { "press-a" = { properties = { force = "double" } } }
  }

  expect_failures = [var.device_types]
}

run "refuses_places" {
  command = plan

  variables {
    places = { "line-1" = { parent = "plant" } }
  }

  expect_failures = [var.places]
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

run "refuses_remote_reader_last_entry_urls" {
  command = plan

  variables {
    remote_reader_last_entry_urls = { aws = "http://aws.example.com/", gcp = "https://gcp.example.com/" }
  }

  expect_failures = [var.remote_reader_last_entry_urls]
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

run "refuses_data_connector_package" {
  command = plan

  variables {
    data_connector_package = "nowhere.zip"
  }

  expect_failures = [var.data_connector_package]
}

run "refuses_refresh_seconds" {
  command = plan

  variables {
    refresh_seconds = 45
  }

  expect_failures = [var.refresh_seconds]
}

run "refuses_existing_instance" {
  command = plan

  variables {
    existing_instance = { id = "plant" }
  }

  expect_failures = [var.existing_instance]
}

run "refuses_data_history" {
  command = plan

  variables {
    data_history = { kusto_cluster_id = "plant", kusto_database_name = "twins" }
  }

  expect_failures = [var.data_history]
}

run "refuses_reader_principal_ids" {
  command = plan

  variables {
    reader_principal_ids = { grafana = "me" }
  }

  expect_failures = [var.reader_principal_ids]
}

run "refuses_allow_deletions" {
  command = plan

  variables {
    allow_deletions = "yes"
  }

  expect_failures = [var.allow_deletions]
}

run "refuses_alarms" {
  command = plan

  variables {
    alarms = { actions = ["me@example.com"] }
  }

  expect_failures = [var.alarms]
}

run "refuses_log_retention_days" {
  command = plan

  variables {
    log_retention_days = 7
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_timeout_seconds" {
  command = plan

  variables {
    timeout_seconds = 30
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_memory_mb" {
  command = plan

  variables {
    memory_mb = 1024
  }

  expect_failures = [var.memory_mb]
}

run "refuses_location" {
  command = plan

  variables {
    location = " "
  }

  expect_failures = [var.location]
}

run "refuses_resource_group_name" {
  command = plan

  variables {
    resource_group_name = ""
  }

  expect_failures = [var.resource_group_name]
}
