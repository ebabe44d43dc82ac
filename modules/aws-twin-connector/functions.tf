resource "aws_cloudwatch_log_group" "connector" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts with its own key; the logs hold no telemetry and no token
  # checkov:skip=CKV_AWS_338: how long logs are kept is the operator's choice: log_retention_days

  for_each = local.connectors

  name              = "/aws/lambda/${local.prefix}-${each.key}"
  retention_in_days = var.log_retention_days

  tags = var.tags
}

resource "aws_lambda_function" "connector" {
  # checkov:skip=CKV_AWS_116: nothing invokes it asynchronously, so nothing would reach a dead-letter queue
  # checkov:skip=CKV_AWS_117: it calls a public URL; in a VPC it would need a NAT gateway for that
  # checkov:skip=CKV_AWS_173: without kms_key_arn Lambda encrypts it with a key of AWS
  # checkov:skip=CKV_AWS_272: packages are built locally; signing would need a signer profile in each account
  # checkov:skip=CKV_AWS_50: tracing is an account's choice, and its segments cost per request

  for_each = local.connectors

  function_name = "${local.prefix}-${each.key}"
  description   = "Data connector of the digital twin ${var.digital_twin_name} to ${var.hot_cloud}"
  role          = aws_iam_role.connector.arn

  runtime          = "python3.12"
  handler          = "lambda_function.lambda_handler"
  filename         = each.value.package
  source_code_hash = filebase64sha256(each.value.package)

  architectures                  = [var.architecture]
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.max_concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    # A variable that is not given is absent, not empty.
    variables = merge(
      {
        DIGITAL_TWIN_INFO             = var.digital_twin_info
        INTER_CLOUD_TOKEN             = var.inter_cloud_token
        REMOTE_READER_TIMEOUT_SECONDS = var.remote_reader_timeout_seconds
        REMOTE_READER_MAX_RETRIES     = var.remote_reader_max_retries
      },
      each.value.remote_reader_url == "" ? {} : { REMOTE_READER_URL = each.value.remote_reader_url },
      each.value.local_hot_reader == null ? {} : { LOCAL_HOT_READER_NAME = each.value.local_hot_reader },
    )
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.connector[each.key].id
  }

  tags = var.tags

  lifecycle {
    postcondition {
      # source_code_hash is what Terraform sent last, code_sha256 what Lambda has. Where the code is to be updated,
      # the provider does not know last_modified, so this is checked after the update.
      condition     = self.code_sha256 == filebase64sha256(each.value.package) || self.last_modified == null
      error_message = "${self.function_name} does not run the code of its package: an update failed, or someone changed it by hand. Terraform does not send the same package twice. Send it: aws lambda update-function-code --region ${data.aws_region.current.id} --function-name ${self.function_name} --zip-file fileb://${abspath(each.value.package)}"
    }
  }

  # Without its policy, the first invocations fail.
  depends_on = [aws_iam_role_policy.connector]
}
