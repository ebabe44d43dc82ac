# Against a mocked provider: no account, no network. A mock shows what the module asks for, not what AWS makes of it;
# the deployment's tests do that against an emulator. A mock has no server_side_encryption of a table, which is a block:
# the statement for the table's own key is not shown here.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mocked" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:factory-processor-dead-letter", url = "https://sqs.invalid/dead-letter" }
  }
  mock_data "aws_dynamodb_table" {
    defaults = {
      arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/factory-hot"
      hash_key  = "iotDeviceId"
      range_key = "id"
    }
  }
}

override_resource {
  target = aws_lambda_function.processor
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-processor", last_modified = null }
}

override_resource {
  target = aws_lambda_function.persister
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-persister", last_modified = null }
}

override_resource {
  target = aws_cloudwatch_log_group.processor
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:processor" }
}

override_resource {
  target = aws_cloudwatch_log_group.persister
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:persister" }
}

variables {
  digital_twin_name    = "factory"
  digital_twin_info    = "{\"config\":{\"digital_twin_name\":\"factory\"},\"config_providers\":{\"layer_3_hot_provider\":\"aws\",\"layer_4_provider\":\"aws\"}}"
  hot_store_table_name = "factory-hot"
  # Any file does: only its hash is read.
  processor_package = "main.tf"
  persister_package = "iam.tf"
  tags              = { team = "plant-7" }
}

run "defaults" {
  assert {
    condition = alltrue([for name, function in { processor = aws_lambda_function.processor, persister = aws_lambda_function.persister } :
      function.function_name == "factory-${name}"
      && function.runtime == "python3.12"
      && function.handler == "lambda_function.lambda_handler"
      && function.architectures == tolist(["x86_64"])
      && function.memory_size == 512
      && function.reserved_concurrent_executions == 20
      && function.logging_config[0].log_format == "JSON"
      && function.logging_config[0].log_group == { processor = aws_cloudwatch_log_group.processor, persister = aws_cloudwatch_log_group.persister }[name].id
    ])
    error_message = "Name, runtime, entry point, size, concurrency or logging of a function are not the defaults."
  }

  assert {
    condition     = aws_lambda_function.processor.timeout == 60 && aws_lambda_function.persister.timeout == 30
    error_message = "The processor must outlive the persister that it waits for."
  }

  assert {
    condition = (
      aws_lambda_function.processor.source_code_hash == filebase64sha256("main.tf")
      && aws_lambda_function.persister.source_code_hash == filebase64sha256("iam.tf")
    )
    error_message = "Each function must be updated by the hash of its own package."
  }

  assert {
    condition = (
      aws_lambda_function.processor.environment[0].variables == tomap({
        DIGITAL_TWIN_INFO = var.digital_twin_info, PERSISTER_LAMBDA_NAME = "factory-persister"
      })
      && aws_lambda_function.persister.environment[0].variables == tomap({
        DIGITAL_TWIN_INFO        = var.digital_twin_info, DYNAMODB_TABLE_NAME = "factory-hot",
        FUTURE_TOLERANCE_SECONDS = "600"
      })
    )
    error_message = "A function's environment is not what it requires to start."
  }

  assert {
    condition = alltrue([for name, group in { processor = aws_cloudwatch_log_group.processor, persister = aws_cloudwatch_log_group.persister } :
      group.name == "/aws/lambda/factory-${name}" && group.retention_in_days == 30
    ])
    error_message = "Each function must have a log group of its own name, which forgets after log_retention_days."
  }

  assert {
    condition = alltrue([for tags in [
      aws_lambda_function.processor.tags, aws_lambda_function.persister.tags, aws_iam_role.processor.tags,
      aws_iam_role.persister.tags, aws_cloudwatch_log_group.processor.tags, aws_cloudwatch_log_group.persister.tags,
      aws_sqs_queue.dead_letter.tags,
    ] : tags == tomap({ team = "plant-7" })])
    error_message = "Every resource that can have tags must have them."
  }

  assert {
    condition     = output.processor_arn == aws_lambda_function.processor.arn && output.dead_letter_queue_url == "https://sqs.invalid/dead-letter"
    error_message = "The outputs must be the processor and the queue."
  }
}

run "failed_events_are_kept" {
  assert {
    condition = (
      aws_lambda_function_event_invoke_config.processor.function_name == aws_lambda_function.processor.id
      && aws_lambda_function_event_invoke_config.processor.destination_config[0].on_failure[0].destination == aws_sqs_queue.dead_letter.arn
      && aws_lambda_function_event_invoke_config.processor.maximum_retry_attempts == 2
      && aws_lambda_function_event_invoke_config.processor.maximum_event_age_in_seconds == 21600
    )
    error_message = "An event that fails after two more attempts must go to the queue."
  }

  assert {
    condition     = aws_sqs_queue.dead_letter.message_retention_seconds == 1209600 && aws_sqs_queue.dead_letter.sqs_managed_sse_enabled
    error_message = "The queue must be encrypted and keep events for 14 days."
  }
}

run "processor_may_invoke_the_persister_and_keep_what_failed" {
  assert {
    condition = jsondecode(aws_iam_role_policy.processor.policy).Statement == [
      {
        Sid      = "InvokePersister"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = ["arn:aws:lambda:eu-central-1:123456789012:function:factory-persister"]
      },
      {
        Sid      = "KeepFailedEvents"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = ["arn:aws:sqs:eu-central-1:123456789012:factory-processor-dead-letter"]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:eu-central-1:123456789012:log-group:processor:*"]
      },
    ]
    error_message = "The policy is not the least that a processor needs: ${aws_iam_role_policy.processor.policy}"
  }
}

run "persister_may_put_into_one_table" {
  assert {
    condition = jsondecode(aws_iam_role_policy.persister.policy).Statement == [
      {
        Sid      = "PutIntoHotStore"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = ["arn:aws:dynamodb:eu-central-1:123456789012:table/factory-hot"]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:eu-central-1:123456789012:log-group:persister:*"]
      },
    ]
    error_message = "The policy is not the least that a persister needs: ${aws_iam_role_policy.persister.policy}"
  }

  assert {
    condition     = aws_iam_role.persister.name != aws_iam_role.processor.name
    error_message = "A user's function must not have the persister's role."
  }
}

run "customer_key" {
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/0f4c2a9e-0000-4000-8000-000000000000"
  }

  assert {
    condition = (
      aws_lambda_function.processor.kms_key_arn == var.kms_key_arn
      && aws_lambda_function.persister.kms_key_arn == var.kms_key_arn
      && aws_sqs_queue.dead_letter.kms_master_key_id == var.kms_key_arn
    )
    error_message = "The key must encrypt both functions' environment and the queue."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.processor.policy).Statement :
      [statement.Sid, statement.Resource, try(statement.Condition, null)] if startswith(statement.Action[0], "kms:")] == [
      ["DecryptEnvironment", [var.kms_key_arn], null],
      ["EncryptFailedEvents", [var.kms_key_arn], { StringLike = { "kms:ViaService" = "sqs.*" } }],
    ]
    error_message = "The processor's role must be able to use the key: ${aws_iam_role_policy.processor.policy}"
  }
}

run "no_reserved_concurrency" {
  variables {
    max_concurrency = null
  }

  assert {
    condition = (
      aws_lambda_function.processor.reserved_concurrent_executions == null
      && aws_lambda_function.persister.reserved_concurrent_executions == null
    )
    error_message = "With null, nothing may be reserved."
  }
}

run "another_region_is_refused" {
  command = plan

  override_data {
    target = data.aws_region.current
    values = { id = "eu-west-1" }
  }

  expect_failures = [aws_sqs_queue.dead_letter]
}
