# The role with which TwinMaker works: the bucket, and exactly the functions that the devices name.

locals {
  reader_arns = concat(
    sort(distinct(flatten([for reader in values(var.readers) : values(reader)]))),
    aws_lambda_function.component_type_reader[*].arn,
  )
}

resource "aws_iam_role" "workspace" {
  name        = "${var.digital_twin_name}-twinmaker"
  description = "TwinMaker workspace of the digital twin ${var.digital_twin_name}"

  # As AWS documents it, without aws:SourceAccount: that TwinMaker sends this key when it assumes a workspace role
  # is documented nowhere, and without it no workspace can be made. A workspace of another account cannot name this
  # role, as iam:PassRole does not cross accounts.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "iottwinmaker.amazonaws.com" }
    }]
  })

  tags = var.tags
}

resource "aws_iam_role_policy" "workspace" {
  name = "twinmaker"
  role = aws_iam_role.workspace.id

  # docs.aws.amazon.com/iot-twinmaker/latest/guide/twinmaker-gs-service-role.html, narrowed to one bucket.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "UseWorkspaceBucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucket*", "s3:ListBucket"]
        Resource = [aws_s3_bucket.workspace.arn]
      },
      {
        Sid      = "UseWorkspaceObjects"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = ["${aws_s3_bucket.workspace.arn}/*"]
      },
      {
        Sid      = "UnlockWorkspaceBucket"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.workspace.arn}/DO_NOT_DELETE_WORKSPACE_*"]
      },
      {
        Sid      = "InvokeReaders"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = local.reader_arns
      },
    ]
  })
}
