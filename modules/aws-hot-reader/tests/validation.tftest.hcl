# What the module refuses before it asks AWS.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  # A test destroys what it applied.
  deletion_protection           = false
  digital_twin_name             = "factory"
  digital_twin_info             = "{\"config_providers\":{}}"
  hot_reader_package            = "main.tf"
  hot_reader_last_entry_package = "main.tf"
}

run "refuses_a_name_that_cannot_prefix_others_and_info_that_is_not_json" {
  command = plan
  variables {
    digital_twin_name = "Factory_1"
    digital_twin_info = "factory"
    token_generation  = 0
    kms_key_arn       = "arn:aws:kms:eu-central-1:123456789012:alias/telemetry"
  }
  expect_failures = [var.digital_twin_name, var.digital_twin_info, var.token_generation, var.kms_key_arn]
}

run "refuses_a_name_of_33_characters_and_info_without_config_providers" {
  command = plan
  variables {
    digital_twin_name = "a23456789012345678901234567890123"
    digital_twin_info = "{\"config\":{}}"
    token_generation  = 1.5
  }
  expect_failures = [var.digital_twin_name, var.digital_twin_info, var.token_generation]
}

run "refuses_packages_that_do_not_exist" {
  command = plan
  variables {
    hot_reader_package            = "no-such.zip"
    hot_reader_last_entry_package = "no-such.zip"
  }
  expect_failures = [var.hot_reader_package, var.hot_reader_last_entry_package]
}

run "refuses_what_aws_does_not_know" {
  command = plan
  variables {
    alarms             = { actions = ["operators@example.com"] }
    log_retention_days = 31
    max_concurrency    = 0
    timeout_seconds    = 901
    memory_mb          = 64
    architecture       = "amd64"
  }
  expect_failures = [var.alarms, var.log_retention_days, var.max_concurrency, var.timeout_seconds, var.memory_mb, var.architecture]
}
