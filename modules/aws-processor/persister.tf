resource "aws_cloudwatch_log_group" "persister" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts with its own key; Crosstwin logs no telemetry
  # checkov:skip=CKV_AWS_338: how long logs are kept is the operator's choice: log_retention_days

  name              = "/aws/lambda/${local.persister_name}"
  retention_in_days = var.log_retention_days

  tags = var.tags
}

resource "aws_lambda_function" "persister" {
  # checkov:skip=CKV_AWS_116: nothing invokes it asynchronously, so nothing would reach a dead-letter queue
  # checkov:skip=CKV_AWS_117: it reaches DynamoDB alone, by IAM; a VPC would add cold starts and guard nothing
  # checkov:skip=CKV_AWS_272: packages are built locally; signing would need a signer profile in each account
  # checkov:skip=CKV_AWS_50: tracing is an account's choice, and its segments cost per request

  function_name = local.persister_name
  description   = "Persister of the digital twin ${var.digital_twin_name}"
  role          = aws_iam_role.persister.arn

  runtime          = "python3.12"
  handler          = "lambda_function.lambda_handler"
  filename         = var.persister_package
  source_code_hash = filebase64sha256(var.persister_package)

  architectures = [var.architecture]
  memory_size   = var.memory_mb
  timeout       = local.persister_timeout_seconds
  # As many as of the processor, which alone invokes it, one at a time each.
  reserved_concurrent_executions = var.max_concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    variables = {
      DIGITAL_TWIN_INFO        = var.digital_twin_info
      DYNAMODB_TABLE_NAME      = data.aws_dynamodb_table.hot.name
      FUTURE_TOLERANCE_SECONDS = var.future_tolerance_seconds
    }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.persister.id
  }

  tags = var.tags

  lifecycle {
    postcondition {
      # source_code_hash is what Terraform sent last, code_sha256 what Lambda has. Where the code is to be updated,
      # the provider does not know last_modified, so this is checked after the update.
      condition     = self.code_sha256 == filebase64sha256(var.persister_package) || self.last_modified == null
      error_message = "${self.function_name} does not run the code of its package: an update failed, or someone changed it by hand. Terraform does not send the same package twice. Send it: aws lambda update-function-code --region ${data.aws_region.current.id} --function-name ${self.function_name} --zip-file fileb://${abspath(var.persister_package)}"
    }
  }

  # Without its policy, the first invocations fail.
  depends_on = [aws_iam_role_policy.persister]
}
