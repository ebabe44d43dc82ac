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

run "defaults" {
  assert {
    condition     = keys(aws_lambda_function.reader) == ["hot-reader", "hot-reader-last-entry"]
    error_message = "There must be a reader of histories and one of last entries."
  }

  assert {
    condition = alltrue([for name, reader in aws_lambda_function.reader :
      reader.function_name == "factory-${name}"
      && reader.runtime == "python3.12"
      && reader.handler == "lambda_function.lambda_handler"
      && reader.architectures == tolist(["x86_64"])
      && reader.memory_size == 512
      && reader.timeout == 30
      && reader.reserved_concurrent_executions == 20
    ])
    error_message = "Name, runtime, entry point, size or limits of a reader are not the defaults."
  }

  assert {
    condition = (
      aws_lambda_function.reader["hot-reader"].source_code_hash == filebase64sha256("main.tf")
      && aws_lambda_function.reader["hot-reader-last-entry"].source_code_hash == filebase64sha256("functions.tf")
    )
    error_message = "Each reader must be updated by the hash of its own package."
  }

  assert {
    condition = alltrue([for reader in aws_lambda_function.reader :
      join(" ", keys(reader.environment[0].variables)) == "DIGITAL_TWIN_INFO DYNAMODB_TABLE_NAME FUTURE_TOLERANCE_SECONDS INTER_CLOUD_TOKEN LAST_ENTRY_HOURS LAST_ENTRY_RECORDS QUERY_TIMEOUT_SECONDS"
      && reader.environment[0].variables.DIGITAL_TWIN_INFO == var.digital_twin_info
      && reader.environment[0].variables.DYNAMODB_TABLE_NAME == "factory-hot"
      && nonsensitive(reader.environment[0].variables.INTER_CLOUD_TOKEN) == nonsensitive(output.inter_cloud_token)
    ])
    error_message = "A reader's environment is not what it requires to start."
  }

  assert {
    condition = alltrue([for name, reader in aws_lambda_function.reader :
      reader.logging_config[0].log_format == "JSON"
      && reader.logging_config[0].log_group == aws_cloudwatch_log_group.reader[name].id
      && aws_cloudwatch_log_group.reader[name].name == "/aws/lambda/factory-${name}"
      && aws_cloudwatch_log_group.reader[name].retention_in_days == 30
    ])
    error_message = "A reader must log JSON to a group of its own, which forgets after log_retention_days."
  }

  assert {
    condition     = alltrue([for url in aws_lambda_function_url.reader : url.authorization_type == "NONE" && length(url.cors) == 0])
    error_message = "A Function URL must be public, as callers on other clouds have no AWS identity, and closed to browsers."
  }

  assert {
    condition = (
      aws_dynamodb_table.hot[0].hash_key == "iotDeviceId"
      && aws_dynamodb_table.hot[0].range_key == "id"
      && aws_dynamodb_table.hot[0].attribute == toset([{ name = "iotDeviceId", type = "S" }, { name = "id", type = "S" }])
      && aws_dynamodb_table.hot[0].billing_mode == "PAY_PER_REQUEST"
      && aws_dynamodb_table.hot[0].point_in_time_recovery[0].enabled
      && !aws_dynamodb_table.hot[0].server_side_encryption[0].enabled # with a key that DynamoDB owns
      && !aws_dynamodb_table.hot[0].deletion_protection_enabled
    )
    error_message = "The table's keys, billing, recovery, encryption or deletion protection are not as given."
  }

  assert {
    condition = alltrue([for tags in concat(
      [aws_dynamodb_table.hot[0].tags, aws_iam_role.reader.tags],
      values(aws_lambda_function.reader)[*].tags,
      values(aws_cloudwatch_log_group.reader)[*].tags,
    ) : tags == tomap({ team = "plant-7" })])
    error_message = "Every resource that can have tags must have them."
  }

  assert {
    condition     = output.hot_store_table_name == "factory-hot"
    error_message = "The output must name the table that the readers query."
  }
}

run "role_may_query_one_table_and_write_two_logs_and_nothing_else" {
  assert {
    condition = jsondecode(aws_iam_role_policy.reader.policy).Statement == [
      {
        Sid      = "QueryHotStore"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = ["arn:aws:dynamodb:eu-central-1:123456789012:table/factory-hot"]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:eu-central-1:123456789012:log-group:mocked:*", "arn:aws:logs:eu-central-1:123456789012:log-group:mocked:*"]
      },
    ]
    error_message = "The policy is not the least that a reader needs: ${aws_iam_role_policy.reader.policy}"
  }

  assert {
    condition     = jsondecode(aws_iam_role.reader.assume_role_policy).Statement[*].Principal == [{ Service = "lambda.amazonaws.com" }]
    error_message = "Only Lambda may assume the readers' role."
  }
}

run "customer_key_encrypts_environment_and_table" {
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/0f4c2a9e-0000-4000-8000-000000000000"
  }

  assert {
    condition = (
      alltrue([for reader in aws_lambda_function.reader : reader.kms_key_arn == var.kms_key_arn])
      && aws_dynamodb_table.hot[0].server_side_encryption[0].enabled
      && aws_dynamodb_table.hot[0].server_side_encryption[0].kms_key_arn == var.kms_key_arn
    )
    error_message = "The key must encrypt both functions' environment and the table."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.reader.policy).Statement :
    "${statement.Sid} ${join(",", statement.Resource)}" if contains(statement.Action, "kms:Decrypt")] == ["DecryptEnvironment ${var.kms_key_arn}", "DecryptHotStore ${var.kms_key_arn}"]
    error_message = "The role must be able to decrypt with this key, and no other: ${aws_iam_role_policy.reader.policy}"
  }
}

run "unreserved_concurrency_and_options" {
  variables {
    max_concurrency    = null
    architecture       = "arm64"
    memory_mb          = 1024
    timeout_seconds    = 60
    log_retention_days = 90
  }

  assert {
    condition = alltrue([for reader in aws_lambda_function.reader :
      reader.reserved_concurrent_executions == null
      && reader.architectures == tolist(["arm64"])
      && reader.memory_size == 1024
      && reader.timeout == 60
    ]) && alltrue([for group in aws_cloudwatch_log_group.reader : group.retention_in_days == 90])
    error_message = "An option does not reach the functions."
  }
}

run "deletion_protection_is_the_default" {
  command = plan

  variables {
    deletion_protection = null # not nullable: the default
  }

  assert {
    condition     = aws_dynamodb_table.hot[0].deletion_protection_enabled && terraform_data.deletion_protection.input
    error_message = "A table that the module makes must be protected, and so must be what is destroyed first."
  }
}

run "a_table_of_its_own_is_not_deleted_by_naming_an_existing_one" {
  command = plan

  variables {
    existing_hot_store = { table_name = "factory-hot" }
  }

  expect_failures = [terraform_data.deletion_protection]
}

run "another_region_is_refused" {
  command = plan

  override_data {
    target = data.aws_region.current
    values = { id = "eu-west-1" }
  }

  expect_failures = [terraform_data.deletion_protection]
}
