# One role for both connectors: it may write to the two log groups, and invoke the local hot readers that are
# named. A connector whose reader is on another cloud may invoke nothing.

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  # Not data.aws_lambda_function: it would copy the reader's environment, with its tokens, into this state.
  function_arn_prefix = join(":", [
    "arn", data.aws_partition.current.partition, "lambda",
    data.aws_region.current.id, data.aws_caller_identity.current.account_id, "function",
  ])

  local_hot_readers = compact([for connector in values(local.connectors) : connector.local_hot_reader])

  connector_statements = concat(
    [{
      # No logs:CreateLogGroup: a group that Lambda makes keeps its events for ever.
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = [for group in values(aws_cloudwatch_log_group.connector) : "${group.arn}:*"]
    }],
    length(local.local_hot_readers) == 0 ? [] : [{
      Sid      = "InvokeLocalHotReaders"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = [for name in local.local_hot_readers : "${local.function_arn_prefix}:${name}"]
    }],
    # With a customer managed key, Lambda decrypts the environment as the function's role.
    [for key in var.kms_key_arn[*] : {
      Sid      = "DecryptEnvironment"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = [key]
    }],
  )
}

resource "aws_iam_role" "connector" {
  name        = "${local.prefix}-data-connector"
  description = "Data connectors of the digital twin ${var.digital_twin_name} to ${var.hot_cloud}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  tags = var.tags

  lifecycle {
    precondition {
      condition     = terraform_data.deployed.output.region == data.aws_region.current.id
      error_message = "These connectors were deployed in ${terraform_data.deployed.output.region}, and the provider's region is now ${data.aws_region.current.id}. The functions would stay behind, unmanaged. Set the region back. To move: destroy them, change the region, and apply. To leave everything in ${terraform_data.deployed.output.region} behind: apply with -replace, naming the terraform_data.deployed of this module."
    }
  }
}

resource "aws_iam_role_policy" "connector" {
  name   = "data-connector"
  role   = aws_iam_role.connector.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.connector_statements })
}
