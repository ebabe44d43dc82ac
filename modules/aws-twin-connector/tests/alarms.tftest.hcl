# Against a mocked provider: no account, no network. A mock shows what the module asks for, not what AWS makes of it;
# the apply tests do that against an emulator.

mock_provider "aws" {
  mock_resource "aws_lambda_function" {
    # null: as before an update of the code, whose hash a mock does not have.
    defaults = { last_modified = null }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/factory-azure-data-connector" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mocked" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  digital_twin_name            = "factory"
  hot_cloud                    = "azure"
  digital_twin_info            = "{\"config\":{\"digital_twin_name\":\"factory\"},\"config_providers\":{\"layer_3_hot_provider\":\"Azure \",\"layer_4_provider\":\"aws\"}}"
  remote_reader_url            = "https://factory.azurewebsites.net/api/hot-reader"
  remote_reader_last_entry_url = "https://factory.azurewebsites.net/api/hot-reader-last-entry"
  inter_cloud_token            = "secret-one"
  # Any file does: only its hash is read.
  data_connector_package            = "main.tf"
  data_connector_last_entry_package = "functions.tf"
  tags                              = { team = "plant-7" }
}

run "alarms_are_made_for_each_connector_and_tell_whom_they_are_to" {
  variables {
    alarms = { actions = ["arn:aws:sns:eu-central-1:123456789012:operators"] }
  }

  assert {
    condition = keys(aws_cloudwatch_metric_alarm.connector) == [
      "data-connector-duration",
      "data-connector-errors",
      "data-connector-last-entry-duration",
      "data-connector-last-entry-errors",
      "data-connector-last-entry-throttles",
      "data-connector-throttles",
    ]
    error_message = "Each connector must have its three alarms: ${join(" ", keys(aws_cloudwatch_metric_alarm.connector))}"
  }

  assert {
    condition = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.connector :
      alarm.alarm_name == "factory-azure-${name}"
      && alarm.namespace == "AWS/Lambda"
      && alarm.treat_missing_data == "notBreaching"
      && startswith(alarm.alarm_name, alarm.dimensions.FunctionName)
    ])
    error_message = "An alarm must be on its own function, and silent without queries."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.connector["data-connector-duration"].threshold == 24000
    error_message = "The alarm on duration must ring at 80 % of the timeout."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.connector : alarm.alarm_actions == toset(var.alarms.actions)])
    error_message = "The actions must reach every alarm."
  }
}

run "alarms_can_be_switched_off" {
  variables {
    alarms = { enabled = false }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.connector) == 0
    error_message = "alarms.enabled = false must make no alarm."
  }
}
