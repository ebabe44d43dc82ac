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

run "defaults" {
  assert {
    condition     = keys(aws_lambda_function.connector) == ["data-connector", "data-connector-last-entry"]
    error_message = "There must be a connector for histories and one for last entries."
  }

  assert {
    condition = alltrue([for name, connector in aws_lambda_function.connector :
      connector.function_name == "factory-azure-${name}"
      && connector.runtime == "python3.12"
      && connector.handler == "lambda_function.lambda_handler"
      && connector.architectures == tolist(["x86_64"])
      && connector.memory_size == 512
      && connector.timeout == 30
      && connector.reserved_concurrent_executions == 20
      && connector.tags == tomap({ team = "plant-7" })
    ])
    error_message = "Name, runtime, entry point, size, limits or tags of a connector are not the defaults."
  }

  assert {
    condition = (
      aws_lambda_function.connector["data-connector"].source_code_hash == filebase64sha256("main.tf")
      && aws_lambda_function.connector["data-connector-last-entry"].source_code_hash == filebase64sha256("functions.tf")
    )
    error_message = "Each connector must be updated by the hash of its own package."
  }

  assert {
    condition = { for name, connector in aws_lambda_function.connector : name => nonsensitive(connector.environment[0].variables) } == {
      "data-connector" = tomap({
        DIGITAL_TWIN_INFO             = var.digital_twin_info
        REMOTE_READER_URL             = "https://factory.azurewebsites.net/api/hot-reader"
        INTER_CLOUD_TOKEN             = "secret-one"
        REMOTE_READER_TIMEOUT_SECONDS = "10"
        REMOTE_READER_MAX_RETRIES     = "3"
      })
      "data-connector-last-entry" = tomap({
        DIGITAL_TWIN_INFO             = var.digital_twin_info
        REMOTE_READER_URL             = "https://factory.azurewebsites.net/api/hot-reader-last-entry"
        INTER_CLOUD_TOKEN             = "secret-one"
        REMOTE_READER_TIMEOUT_SECONDS = "10"
        REMOTE_READER_MAX_RETRIES     = "3"
      })
    }
    error_message = "A connector's environment is not what it requires to start."
  }

  assert {
    condition = alltrue([for name, connector in aws_lambda_function.connector :
      connector.logging_config[0].log_format == "JSON"
      && connector.logging_config[0].log_group == aws_cloudwatch_log_group.connector[name].id
      && aws_cloudwatch_log_group.connector[name].name == "/aws/lambda/factory-azure-${name}"
      && aws_cloudwatch_log_group.connector[name].retention_in_days == 30
    ])
    error_message = "A connector must log JSON to a group of its own, which forgets after log_retention_days."
  }
}

run "role_of_a_remote_connector_may_only_write_its_logs" {
  assert {
    condition     = flatten(jsondecode(aws_iam_role_policy.connector.policy).Statement[*].Action) == ["logs:CreateLogStream", "logs:PutLogEvents"]
    error_message = "A connector without a local hot reader may invoke nothing: ${aws_iam_role_policy.connector.policy}"
  }

  assert {
    condition     = distinct(flatten(jsondecode(aws_iam_role_policy.connector.policy).Statement[*].Resource)) == tolist(["arn:aws:logs:eu-central-1:123456789012:log-group:mocked:*"])
    error_message = "A connector may write to its own log groups alone: ${aws_iam_role_policy.connector.policy}"
  }
}

run "named_local_hot_readers_may_be_invoked_and_are_in_the_environment" {
  variables {
    local_hot_reader_name            = "factory-hot-reader"
    local_hot_reader_last_entry_name = "factory-hot-reader-last-entry"
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.connector.policy).Statement :
      statement.Resource if statement.Action == ["lambda:InvokeFunction"]] == [[
        "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader",
        "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry",
    ]]
    error_message = "Exactly the two named readers may be invoked: ${aws_iam_role_policy.connector.policy}"
  }

  assert {
    condition = { for name, connector in aws_lambda_function.connector : name => nonsensitive(connector.environment[0].variables).LOCAL_HOT_READER_NAME } == {
      "data-connector"            = "factory-hot-reader"
      "data-connector-last-entry" = "factory-hot-reader-last-entry"
    }
    error_message = "Each connector must have the name of its own local reader."
  }
}

run "same_cloud_needs_no_url" {
  variables {
    hot_cloud                        = "aws"
    digital_twin_info                = "{\"config_providers\":{\"layer_3_hot_provider\":\"aws\",\"layer_4_provider\":\"aws\"}}"
    remote_reader_url                = ""
    remote_reader_last_entry_url     = ""
    local_hot_reader_name            = "factory-hot-reader"
    local_hot_reader_last_entry_name = "factory-hot-reader-last-entry"
  }

  assert {
    condition     = alltrue([for connector in aws_lambda_function.connector : !contains(keys(nonsensitive(connector.environment[0].variables)), "REMOTE_READER_URL")])
    error_message = "A URL that is not given must be absent from the environment, not empty."
  }
}

run "options" {
  variables {
    kms_key_arn                   = "arn:aws:kms:eu-central-1:123456789012:key/0f4c2a9e-0000-4000-8000-000000000000"
    max_concurrency               = null
    architecture                  = "arm64"
    timeout_seconds               = 120
    remote_reader_timeout_seconds = 20
    remote_reader_max_retries     = 0
  }

  assert {
    condition = alltrue([for connector in aws_lambda_function.connector :
      connector.kms_key_arn == var.kms_key_arn
      && connector.reserved_concurrent_executions == null
      && connector.architectures == tolist(["arm64"])
      && connector.timeout == 120
      && nonsensitive(connector.environment[0].variables).REMOTE_READER_TIMEOUT_SECONDS == "20"
      && nonsensitive(connector.environment[0].variables).REMOTE_READER_MAX_RETRIES == "0"
    ])
    error_message = "An option does not reach the functions."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.connector.policy).Statement :
    statement.Resource if contains(statement.Action, "kms:Decrypt")] == [[var.kms_key_arn]]
    error_message = "The role must be able to decrypt its environment: ${aws_iam_role_policy.connector.policy}"
  }
}

run "another_region_is_refused" {
  command = plan

  override_data {
    target = data.aws_region.current
    values = { id = "eu-west-1" }
  }

  expect_failures = [aws_iam_role.connector]
}
