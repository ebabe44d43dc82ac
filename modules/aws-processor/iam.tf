# A role for each function: the processor, which may run a user's code, may invoke the persister and write to the
# dead-letter queue; the persister may put items into the one table. Both may write to their own log group.

locals {
  lambda_may_assume = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  # With a customer managed key, Lambda decrypts the environment as the function's role.
  decrypt_environment = [for key in var.kms_key_arn[*] : {
    Sid      = "DecryptEnvironment"
    Effect   = "Allow"
    Action   = ["kms:Decrypt"]
    Resource = [key]
  }]

  processor_statements = concat(
    [
      {
        Sid      = "InvokePersister"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [aws_lambda_function.persister.arn]
      },
      {
        # Lambda sends what failed as the function's role.
        Sid      = "KeepFailedEvents"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.dead_letter.arn]
      },
      {
        # No logs:CreateLogGroup: a group that Lambda makes keeps its events for ever.
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.processor.arn}:*"]
      },
    ],
    local.decrypt_environment,
    [for key in var.kms_key_arn[*] : {
      Sid       = "EncryptFailedEvents"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = [key]
      Condition = { StringLike = { "kms:ViaService" = "sqs.*" } }
    }],
  )

  persister_statements = concat(
    [
      {
        Sid      = "PutIntoHotStore"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = [data.aws_dynamodb_table.hot.arn]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.persister.arn}:*"]
      },
    ],
    local.decrypt_environment,
    # DynamoDB uses the table's key as its caller. The actions are those of the AWS CDK for a writer.
    [for key in local.hot_store_kms_key_arn[*] : {
      Sid    = "EncryptHotStore"
      Effect = "Allow"
      Action = [
        "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*",
      ]
      Resource  = [key]
      Condition = { StringLike = { "kms:ViaService" = "dynamodb.*" } }
    }],
  )

  hot_store_kms_key_arn = try(data.aws_dynamodb_table.hot.server_side_encryption[0].kms_key_arn, null)
}

resource "aws_iam_role" "processor" {
  name               = local.processor_name
  description        = "Processor of the digital twin ${var.digital_twin_name}"
  assume_role_policy = local.lambda_may_assume

  tags = var.tags
}

resource "aws_iam_role_policy" "processor" {
  name   = "processor"
  role   = aws_iam_role.processor.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.processor_statements })
}

resource "aws_iam_role" "persister" {
  name               = local.persister_name
  description        = "Persister of the digital twin ${var.digital_twin_name}"
  assume_role_policy = local.lambda_may_assume

  tags = var.tags
}

resource "aws_iam_role_policy" "persister" {
  name   = "persister"
  role   = aws_iam_role.persister.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.persister_statements })
}
