# The processor: invoked asynchronously for each event of a device, it has the persister store the result and waits
# for it. So an event that fails anywhere on its way is one failed invocation, which Lambda repeats and then keeps.

resource "aws_cloudwatch_log_group" "processor" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts with its own key; Crosstwin logs no telemetry
  # checkov:skip=CKV_AWS_338: how long logs are kept is the operator's choice: log_retention_days

  name              = "/aws/lambda/${local.processor_name}"
  retention_in_days = var.log_retention_days

  tags = var.tags
}

resource "aws_lambda_function" "processor" {
  # checkov:skip=CKV_AWS_116: failed events go to an on-failure destination, which holds the error too
  # checkov:skip=CKV_AWS_117: it reaches one other function, by IAM; a VPC would add cold starts and guard nothing
  # checkov:skip=CKV_AWS_272: packages are built locally; signing would need a signer profile in each account
  # checkov:skip=CKV_AWS_50: tracing is an account's choice, and its segments cost per request

  function_name = local.processor_name
  description   = "Processor of the digital twin ${var.digital_twin_name}"
  role          = aws_iam_role.processor.arn

  runtime          = "python3.12"
  handler          = "lambda_function.lambda_handler"
  filename         = var.processor_package
  source_code_hash = filebase64sha256(var.processor_package)

  architectures                  = [var.architecture]
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.max_concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    variables = {
      DIGITAL_TWIN_INFO     = var.digital_twin_info
      PERSISTER_LAMBDA_NAME = aws_lambda_function.persister.function_name
    }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.processor.id
  }

  tags = var.tags

  lifecycle {
    postcondition {
      # source_code_hash is what Terraform sent last, code_sha256 what Lambda has. Where the code is to be updated,
      # the provider does not know last_modified, so this is checked after the update.
      condition     = self.code_sha256 == filebase64sha256(var.processor_package) || self.last_modified == null
      error_message = "${self.function_name} does not run the code of its package: an update failed, or someone changed it by hand. Terraform does not send the same package twice. Send it: aws lambda update-function-code --region ${data.aws_region.current.id} --function-name ${self.function_name} --zip-file fileb://${abspath(var.processor_package)}"
    }
  }

  # Without its policy, the first invocations fail.
  depends_on = [aws_iam_role_policy.processor]
}

resource "aws_lambda_function_event_invoke_config" "processor" {
  function_name = aws_lambda_function.processor.id

  # Lambda's own defaults, said here because the README promises them. Throttled events wait as long, too.
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letter.arn
    }
  }
}
