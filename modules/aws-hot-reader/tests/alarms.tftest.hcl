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

run "alarms_are_made_for_each_reader_and_tell_nobody_by_default" {
  assert {
    condition = keys(aws_cloudwatch_metric_alarm.reader) == [
      "hot-reader-duration",
      "hot-reader-errors",
      "hot-reader-failed-queries",
      "hot-reader-last-entry-duration",
      "hot-reader-last-entry-errors",
      "hot-reader-last-entry-failed-queries",
      "hot-reader-last-entry-throttles",
      "hot-reader-throttles",
    ]
    error_message = "Each reader must have its four alarms: ${join(" ", keys(aws_cloudwatch_metric_alarm.reader))}"
  }

  assert {
    condition = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.reader :
      alarm.alarm_name == "factory-${name}"
      && alarm.comparison_operator == "GreaterThanThreshold"
      && alarm.treat_missing_data == "notBreaching"
      && alarm.datapoints_to_alarm == 2 && alarm.evaluation_periods == 3 && alarm.period == 300
      && length(alarm.alarm_actions) == 0
      && alarm.tags == tomap({ team = "plant-7" })
    ])
    error_message = "An alarm must need two bad periods of three, be silent without queries, and carry the tags."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.reader["hot-reader-duration"].threshold == 24000
      && aws_cloudwatch_metric_alarm.reader["hot-reader-duration"].statistic == "Maximum"
      && aws_cloudwatch_metric_alarm.reader["hot-reader-last-entry-throttles"].dimensions == tomap({ FunctionName = "factory-hot-reader-last-entry" })
      && aws_cloudwatch_metric_alarm.reader["hot-reader-errors"].namespace == "AWS/Lambda"
    )
    error_message = "The alarms on Lambda's metrics must be on the function's own, the one on duration at 80 % of the timeout."
  }

  assert {
    condition = alltrue([for reader in ["hot-reader", "hot-reader-last-entry"] :
      aws_cloudwatch_metric_alarm.reader["${reader}-failed-queries"].namespace == "Crosstwin/factory"
      && aws_cloudwatch_metric_alarm.reader["${reader}-failed-queries"].metric_name == aws_cloudwatch_log_metric_filter.reader["${reader}-failed-queries"].metric_transformation[0].name
      && aws_cloudwatch_log_metric_filter.reader["${reader}-failed-queries"].metric_transformation[0].namespace == "Crosstwin/factory"
      && aws_cloudwatch_log_metric_filter.reader["${reader}-failed-queries"].log_group_name == aws_cloudwatch_log_group.reader[reader].id
      && aws_cloudwatch_log_metric_filter.reader["${reader}-query-duration"].metric_transformation[0].value == "$.duration_ms"
    ])
    error_message = "Metric and alarm of failed queries must meet."
  }
}

run "alarms_tell_whom_they_are_to_and_end" {
  variables {
    alarms          = { actions = ["arn:aws:sns:eu-central-1:123456789012:operators"] }
    timeout_seconds = 60
  }

  assert {
    condition = alltrue([for alarm in aws_cloudwatch_metric_alarm.reader :
      alarm.alarm_actions == toset(var.alarms.actions) && alarm.ok_actions == toset(var.alarms.actions)
    ])
    error_message = "The actions must reach every alarm, and its end."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.reader["hot-reader-duration"].threshold == 48000
    error_message = "The duration that rings must follow timeout_seconds."
  }
}

run "alarms_can_be_switched_off_and_metrics_stay" {
  variables {
    alarms = { enabled = false }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.reader) == 0 && length(aws_cloudwatch_log_metric_filter.reader) == 4
    error_message = "alarms.enabled = false must make no alarm."
  }
}
