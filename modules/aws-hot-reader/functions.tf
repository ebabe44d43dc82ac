resource "aws_cloudwatch_log_group" "reader" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts with its own key; the logs hold no telemetry and no token
  # checkov:skip=CKV_AWS_338: how long logs are kept is the operator's choice: log_retention_days

  for_each = local.readers

  name              = "/aws/lambda/${var.digital_twin_name}-${each.key}"
  retention_in_days = var.log_retention_days

  tags = var.tags
}

resource "aws_lambda_function" "reader" {
  # checkov:skip=CKV_AWS_116: nothing invokes it asynchronously, so nothing would reach a dead-letter queue
  # checkov:skip=CKV_AWS_117: it reaches DynamoDB alone, by IAM; a VPC would add cold starts and guard nothing
  # checkov:skip=CKV_AWS_173: without kms_key_arn Lambda encrypts it with a key of AWS
  # checkov:skip=CKV_AWS_272: packages are built locally; signing would need a signer profile in each account
  # checkov:skip=CKV_AWS_50: tracing is an account's choice, and its segments cost per request

  for_each = local.readers

  function_name = "${var.digital_twin_name}-${each.key}"
  description   = "Hot reader of the digital twin ${var.digital_twin_name}"
  role          = aws_iam_role.reader.arn

  runtime          = "python3.12"
  handler          = "lambda_function.lambda_handler"
  filename         = each.value
  source_code_hash = filebase64sha256(each.value)

  architectures                  = [var.architecture]
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.max_concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    variables = merge(
      {
        DIGITAL_TWIN_INFO   = var.digital_twin_info
        INTER_CLOUD_TOKEN   = local.accepted_tokens
        DYNAMODB_TABLE_NAME = local.table.name

        # A fifth of the platform's time stays for the call of the store that runs then, and for the answer.
        QUERY_TIMEOUT_SECONDS    = max(1, min(var.query_timeout_seconds, floor(var.timeout_seconds * 4 / 5)))
        LAST_ENTRY_RECORDS       = var.last_entry_records
        LAST_ENTRY_HOURS         = var.last_entry_hours
        FUTURE_TOLERANCE_SECONDS = var.future_tolerance_seconds
      },
      { for records in local.records_setting[*] : "HOT_STORE_RECORDS" => records },
    )
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.reader[each.key].id
  }

  tags = var.tags

  lifecycle {
    postcondition {
      # source_code_hash is what Terraform sent last, code_sha256 what Lambda has. Where the code is to be updated,
      # the provider does not know last_modified, so this is checked after the update.
      condition     = self.code_sha256 == filebase64sha256(each.value) || self.last_modified == null
      error_message = "${self.function_name} does not run the code of its package: an update failed, or someone changed it by hand. Terraform does not send the same package twice. Send it: aws lambda update-function-code --region ${data.aws_region.current.id} --function-name ${self.function_name} --zip-file fileb://${abspath(each.value)}"
    }
  }

  # Without its policy, the first invocations fail.
  depends_on = [aws_iam_role_policy.reader]
}

# Public, as callers on another cloud have no AWS identity: the token is the guard, and the reserved concurrency
# bounds what a flood can cost. From provider 6.28.0 on, this resource also grants the two permissions that a
# public URL needs (README.md, "Provider version").
resource "aws_lambda_function_url" "reader" {
  # checkov:skip=CKV_AWS_258: callers on another cloud have no AWS identity; the token is the guard

  for_each = local.readers

  function_name      = aws_lambda_function.reader[each.key].id
  authorization_type = "NONE"
}
