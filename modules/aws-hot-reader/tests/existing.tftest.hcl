# Against a mocked provider: no account, no network. A mock shows what the module asks for, not what AWS makes of it;
# the apply tests do that against an emulator.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/factory-hot-reader" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/factory-hot" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mocked" }
  }
  mock_resource "aws_lambda_function" {
    # null: as before an update of the code, whose hash a mock does not have.
    defaults = { last_modified = null, arn = "arn:aws:lambda:eu-central-1:123456789012:function:mocked" }
  }
  mock_data "aws_dynamodb_table" {
    defaults = {
      arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/telemetry"
      hash_key  = "iotDeviceId"
      range_key = "id"
    }
  }
}

variables {
  # A test destroys what it applied.
  deletion_protection = false
  digital_twin_name   = "factory"
  digital_twin_info   = "{\"config\":{\"digital_twin_name\":\"factory\"},\"config_providers\":{\"layer_3_hot_provider\":\"aws\",\"layer_4_provider\":\"aws\"}}"
  # Any file does: only its hash is read.
  hot_reader_package            = "main.tf"
  hot_reader_last_entry_package = "functions.tf"
  tags                          = { team = "plant-7" }
}

run "existing_table_is_read_not_made" {
  variables {
    existing_hot_store = { table_name = "telemetry" }
  }

  assert {
    condition     = length(aws_dynamodb_table.hot) == 0 && output.hot_store_table_name == "telemetry"
    error_message = "With existing_hot_store, the module must make no table."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.reader.policy).Statement[0].Resource == ["arn:aws:dynamodb:eu-central-1:123456789012:table/telemetry"]
    error_message = "The role must query the existing table."
  }

  assert {
    condition     = alltrue([for reader in aws_lambda_function.reader : reader.environment[0].variables.DYNAMODB_TABLE_NAME == "telemetry"])
    error_message = "The readers must have the name of the existing table."
  }
}

run "existing_table_with_other_keys_is_refused" {
  command = plan

  variables {
    existing_hot_store = { table_name = "telemetry" }
  }

  override_data {
    target = data.aws_dynamodb_table.existing[0]
    values = { hash_key = "device", range_key = "" }
  }

  expect_failures = [data.aws_dynamodb_table.existing]
}

run "existing_table_with_keys_of_other_types_is_refused" {
  command = plan

  variables {
    existing_hot_store = { table_name = "telemetry" }
  }

  override_data {
    target = data.aws_dynamodb_table.existing[0]
    values = {
      hash_key  = "iotDeviceId"
      range_key = "id"
      attribute = [{ name = "iotDeviceId", type = "S" }, { name = "id", type = "N" }]
    }
  }

  expect_failures = [data.aws_dynamodb_table.existing]
}

run "an_empty_table_does_not_take_the_place_of_an_existing_one" {
  command = plan

  expect_failures = [terraform_data.deletion_protection]
}

run "items_of_another_form_are_read_by_their_own_keys" {
  command = plan

  variables {
    existing_hot_store = {
      table_name = "telemetry"
      records    = { device = "deviceId", time = "ts", time_format = "epoch_milliseconds", values = "payload" }
    }
  }

  override_data {
    target = data.aws_dynamodb_table.existing[0]
    values = {
      arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/telemetry"
      hash_key  = "deviceId"
      range_key = "ts"
      attribute = [{ name = "deviceId", type = "S" }, { name = "ts", type = "N" }]
    }
  }

  assert {
    condition     = jsondecode(local.records_setting) == { device = "deviceId", time = "ts", time_format = "epoch_milliseconds", values = "payload", time_type = "N", table_keys = [] }
    error_message = "The readers must know the form of the items, and the type of the sort key."
  }
}

run "items_in_an_index_are_read_from_the_index_alone" {
  command = plan

  variables {
    existing_hot_store = {
      table_name = "telemetry"
      records    = { device = "deviceId", time = "ts", time_format = "epoch_seconds", index_name = "by-device" }
    }
  }

  override_data {
    target = data.aws_dynamodb_table.existing[0]
    values = {
      arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/telemetry"
      hash_key  = "pk"
      range_key = ""
      attribute = [{ name = "pk", type = "S" }, { name = "deviceId", type = "S" }, { name = "ts", type = "N" }]
      # OpenTofu takes an object with all of its attributes only.
      global_secondary_index = [{
        name                 = "by-device"
        hash_key             = "deviceId"
        range_key            = "ts"
        key_schema           = []
        non_key_attributes   = []
        on_demand_throughput = []
        projection_type      = "ALL"
        read_capacity        = 0
        warm_throughput      = []
        write_capacity       = 0
      }]
    }
  }

  assert {
    condition     = local.reader_statements[0].Resource == ["arn:aws:dynamodb:eu-central-1:123456789012:table/telemetry/index/by-device"]
    error_message = "The role must query the index alone."
  }

  assert {
    condition     = jsondecode(local.records_setting).table_keys == ["pk"]
    error_message = "The readers must know the keys that distinguish items of one device and time."
  }
}

run "a_table_of_other_keys_is_refused" {
  command = plan

  variables {
    existing_hot_store = {
      table_name = "telemetry"
      records    = { device = "deviceId", time = "timestamp" }
    }
  }

  override_data {
    target = data.aws_dynamodb_table.existing[0]
    values = {
      hash_key  = "deviceId"
      range_key = "ts"
      attribute = [{ name = "deviceId", type = "S" }, { name = "ts", type = "N" }]
    }
  }

  expect_failures = [data.aws_dynamodb_table.existing[0]]
}

run "a_number_is_not_read_as_a_text_time" {
  command = plan

  variables {
    existing_hot_store = {
      table_name = "telemetry"
      records    = { device = "deviceId", time = "ts" }
    }
  }

  override_data {
    target = data.aws_dynamodb_table.existing[0]
    values = {
      hash_key  = "deviceId"
      range_key = "ts"
      attribute = [{ name = "deviceId", type = "S" }, { name = "ts", type = "N" }]
    }
  }

  expect_failures = [data.aws_dynamodb_table.existing[0]]
}

run "an_index_that_is_not_there_is_refused" {
  command = plan

  variables {
    existing_hot_store = {
      table_name = "telemetry"
      records    = { index_name = "by-device" }
    }
  }

  expect_failures = [data.aws_dynamodb_table.existing[0]]
}

run "a_format_that_no_reader_knows_is_refused" {
  command = plan

  variables {
    existing_hot_store = {
      table_name = "telemetry"
      records    = { time_format = "timestamp", device_format = "DEVICE#" }
    }
  }

  expect_failures = [var.existing_hot_store]
}

run "one_key_for_device_and_values_is_refused" {
  command = plan

  variables {
    existing_hot_store = {
      table_name = "telemetry"

      records = { device = "deviceId", values = "deviceId.x" }
    }
  }

  expect_failures = [var.existing_hot_store]
}
