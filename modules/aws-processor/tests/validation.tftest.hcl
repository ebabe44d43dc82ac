# What the module refuses before it changes anything.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_dynamodb_table" {
    defaults = { hash_key = "iotDeviceId", range_key = "id" }
  }
}

variables {
  digital_twin_name    = "factory"
  digital_twin_info    = "{\"config_providers\":{\"layer_3_hot_provider\":\"aws\",\"layer_4_provider\":\"aws\"}}"
  hot_store_table_name = "factory-hot"
  processor_package    = "main.tf"
  persister_package    = "main.tf"
}

run "refuses_a_table_with_other_keys" {
  command = plan
  override_data {
    target = data.aws_dynamodb_table.hot
    values = { hash_key = "deviceId", range_key = "time" }
  }
  expect_failures = [data.aws_dynamodb_table.hot]
}

run "refuses_a_table_with_keys_of_other_types" {
  command = plan
  override_data {
    target = data.aws_dynamodb_table.hot
    values = { hash_key = "iotDeviceId", range_key = "id", attribute = [{ name = "iotDeviceId", type = "S" }, { name = "id", type = "N" }] }
  }
  expect_failures = [data.aws_dynamodb_table.hot]
}

run "refuses_names_info_and_packages_that_no_function_can_use" {
  command = plan
  variables {
    digital_twin_name    = "Factory"
    digital_twin_info    = "{}"
    hot_store_table_name = "arn:aws:dynamodb:eu-central-1:123456789012:table/factory-hot"
    processor_package    = "no-such.zip"
    persister_package    = "no-such.zip"
  }
  expect_failures = [
    var.digital_twin_name, var.digital_twin_info, var.hot_store_table_name, var.processor_package,
    var.persister_package,
  ]
}

run "refuses_a_processor_that_cannot_wait_for_the_persister" {
  command = plan
  variables {
    timeout_seconds = 30
  }
  expect_failures = [var.timeout_seconds]
}

run "refuses_numbers_that_make_no_sense" {
  command = plan
  variables {
    kms_key_arn        = "arn:aws:kms:eu-central-1:123456789012:alias/twin"
    log_retention_days = 31
    max_concurrency    = 0
    memory_mb          = 64
    architecture       = "amd64"

    future_tolerance_seconds = -1
  }
  expect_failures = [
    var.kms_key_arn, var.log_retention_days, var.max_concurrency, var.memory_mb, var.architecture,
    var.future_tolerance_seconds,
  ]
}

run "refuses_a_tolerance_with_which_the_persister_fails_to_start" {
  command = plan
  variables {
    future_tolerance_seconds = 86401
  }
  expect_failures = [var.future_tolerance_seconds]
}
