# The workspace's bucket: scenes, models, and the CloudFormation template.

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "workspace" {
  # checkov:skip=CKV2_AWS_61: scenes and models have no age at which they could be deleted
  # checkov:skip=CKV2_AWS_62: nothing listens to changes of this bucket
  # checkov:skip=CKV_AWS_144: TwinMaker reads it in its own region; the template can be made again
  # checkov:skip=CKV_AWS_145: encrypted with S3's own key (AES256); no token and no telemetry is in it
  # checkov:skip=CKV_AWS_18: access logs need a bucket of their own, which is the account's to choose

  # Bucket names are global: the account makes it one's own. TwinMaker takes no dots in it.
  bucket        = "${var.digital_twin_name}-twinmaker-${data.aws_caller_identity.current.account_id}"
  force_destroy = var.workspace_bucket_force_destroy

  tags = var.tags

  lifecycle {
    # The bucket keeps its name, and with it scenes and models, when the twin is renamed.
    ignore_changes = [bucket]
  }
}

resource "aws_s3_bucket_public_access_block" "workspace" {
  bucket = aws_s3_bucket.workspace.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "workspace" {
  bucket = aws_s3_bucket.workspace.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "workspace" {
  bucket = aws_s3_bucket.workspace.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "workspace" {
  bucket = aws_s3_bucket.workspace.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "workspace" {
  bucket = aws_s3_bucket.workspace.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.workspace.arn, "${aws_s3_bucket.workspace.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  # S3 refuses two changes of a bucket's access at once.
  depends_on = [aws_s3_bucket_public_access_block.workspace]
}
