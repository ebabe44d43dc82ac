# One role for both readers: it may query the one table, and write to the two log groups.

resource "aws_iam_role" "reader" {
  name        = "${var.digital_twin_name}-hot-reader"
  description = "Hot readers of the digital twin ${var.digital_twin_name}"

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

resource "aws_iam_role_policy" "reader" {
  name   = "hot-reader"
  role   = aws_iam_role.reader.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.reader_statements })
}

locals {
  reader_statements = concat(
    [
      {
        Sid      = "QueryHotStore"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.index_name == null ? local.table.arn : "${local.table.arn}/index/${local.index_name}"]
      },
      {
        # No logs:CreateLogGroup: a group that Lambda makes keeps its events for ever.
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [for group in values(aws_cloudwatch_log_group.reader) : "${group.arn}:*"]
      },
    ],
    # With a customer managed key, Lambda decrypts the environment as the function's role.
    [for key in var.kms_key_arn[*] : {
      Sid      = "DecryptEnvironment"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = [key]
    }],
    # And DynamoDB the table's items as its caller, so the key is bound to that service.
    [for key in local.table.kms_key_arn[*] : {
      Sid       = "DecryptHotStore"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = [key]
      Condition = { StringLike = { "kms:ViaService" = "dynamodb.*" } }
    }],
  )
}
