# The function that answers queries by component type, for all devices of a type over all clouds. It knows the devices
# from the roster, and asks the hot reader of each cloud.

locals {
  # Only shared types have it: a device with properties of its own is alone in its component type.
  has_component_type_reader = var.component_type_reader_package != null && length(var.device_types) > 0

  component_type_reader_name = "${var.digital_twin_name}-component-type-reader"
  # On the twin's own cloud, the function for histories is the hot reader itself.
  local_hot_reader_arns = [for cloud, reader in var.readers : reader.data_reader_arn if !contains(local.remote_clouds, cloud)]
  remote_clouds         = nonsensitive(keys(var.hot_readers))

  roster = { for name, type in var.device_types : "${var.digital_twin_name}.${name}" => {
    externalIds = local.id_properties[name]
    devices     = { for cloud, rows in try(local.roster_rows[name], {}) : cloud => jsondecode(rows) }
  } }
  # Of each type and cloud: device, entity and component.
  roster_rows = { for name, _ in var.device_types : name => {
    for kind, one in local.types_of_clouds : one.cloud => jsonencode(local.rows_of_kinds[kind]) if one.type == name
  } }
  rows_of_kinds = { for id, device in local.devices : "${device.type}.${device.cloud}" => [
    id, coalesce(device.component_of, id), local.components[id].ComponentName,
  ]... if device.type != null }
}

resource "aws_s3_object" "roster" {
  count = local.has_component_type_reader ? 1 : 0

  bucket       = aws_s3_bucket.workspace.id
  key          = "crosstwin/roster.json"
  content      = jsonencode(local.roster)
  content_type = "application/json"

  override_provider {
    default_tags {
      tags = {}
    }
  }

  depends_on = [
    aws_s3_bucket_policy.workspace,
    aws_s3_bucket_public_access_block.workspace,
    aws_s3_bucket_server_side_encryption_configuration.workspace,
    aws_s3_bucket_versioning.workspace,
  ]
}

resource "aws_cloudwatch_log_group" "component_type_reader" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts with its own key; the logs hold no telemetry and no token
  # checkov:skip=CKV_AWS_338: how long logs are kept is the operator's choice: log_retention_days

  count = local.has_component_type_reader ? 1 : 0

  name              = "/aws/lambda/${local.component_type_reader_name}"
  retention_in_days = var.log_retention_days

  tags = var.tags
}

resource "aws_iam_role" "component_type_reader" {
  count = local.has_component_type_reader ? 1 : 0

  name        = local.component_type_reader_name
  description = "Component-type reader of the digital twin ${var.digital_twin_name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  tags = var.tags
}

resource "aws_iam_role_policy" "component_type_reader" {
  count = local.has_component_type_reader ? 1 : 0

  name = "component-type-reader"
  role = aws_iam_role.component_type_reader[0].id

  policy = jsonencode({ Version = "2012-10-17", Statement = concat(
    [
      {
        # No logs:CreateLogGroup: a group that Lambda makes keeps its events for ever.
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.component_type_reader[0].arn}:*"]
      },
      {
        Sid      = "ReadRoster"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.workspace.arn}/${aws_s3_object.roster[0].key}"]
      },
    ],
    length(local.local_hot_reader_arns) == 0 ? [] : [{
      Sid      = "InvokeLocalHotReader"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = local.local_hot_reader_arns
    }],
    # With a customer managed key, Lambda decrypts the environment as the function's role.
    [for key in var.kms_key_arn[*] : {
      Sid      = "DecryptEnvironment"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = [key]
    }],
  ) })
}

resource "aws_lambda_function" "component_type_reader" {
  # checkov:skip=CKV_AWS_116: nothing invokes it asynchronously, so nothing would reach a dead-letter queue
  # checkov:skip=CKV_AWS_117: it calls public URLs; in a VPC it would need a NAT gateway for that
  # checkov:skip=CKV_AWS_173: without kms_key_arn Lambda encrypts it with a key of AWS
  # checkov:skip=CKV_AWS_272: packages are built locally; signing would need a signer profile in each account
  # checkov:skip=CKV_AWS_50: tracing is an account's choice, and its segments cost per request

  count = local.has_component_type_reader ? 1 : 0

  function_name = local.component_type_reader_name
  description   = "Component-type reader of the digital twin ${var.digital_twin_name}"
  role          = aws_iam_role.component_type_reader[0].arn

  runtime          = "python3.12"
  handler          = "lambda_function.lambda_handler"
  filename         = var.component_type_reader_package
  source_code_hash = filebase64sha256(var.component_type_reader_package)

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.max_concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    variables = {
      ROSTER_BUCKET = aws_s3_bucket.workspace.id
      ROSTER_KEY    = aws_s3_object.roster[0].key
      HOT_READERS = jsonencode(merge(
        { for cloud, reader in var.hot_readers : cloud => reader },
        { for cloud, reader in var.readers : cloud => { function = reader.data_reader_arn } if !contains(local.remote_clouds, cloud) },
      ))
    }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.component_type_reader[0].id
  }

  tags = var.tags

  lifecycle {
    postcondition {
      # As in aws-twin-connector: source_code_hash is what Terraform sent last, code_sha256 what Lambda has.
      condition     = self.code_sha256 == filebase64sha256(var.component_type_reader_package) || self.last_modified == null
      error_message = "${self.function_name} does not run the code of its package: an update failed, or someone changed it by hand. Terraform does not send the same package twice. Send it: aws lambda update-function-code --region ${data.aws_region.current.id} --function-name ${self.function_name} --zip-file fileb://${abspath(var.component_type_reader_package)}"
    }
  }

  # Without its policy, the first invocations fail.
  depends_on = [aws_iam_role_policy.component_type_reader]
}
