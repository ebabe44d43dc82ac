# The workspace, its component types and entities are one CloudFormation stack: neither hashicorp/aws nor awscc has
# component types or entities.

resource "aws_cloudformation_stack" "twinmaker" {
  # checkov:skip=CKV_AWS_124: Terraform waits for the stack and reports its failure itself

  name         = "${var.digital_twin_name}-twinmaker"
  template_url = "https://${aws_s3_bucket.workspace.bucket_regional_domain_name}/${aws_s3_object.template.key}"

  # A failed update leaves the stack with the parameters it had. Terraform reads them back, and tries again; of the
  # template's address it keeps only what it sent last.
  parameters = { TemplateHash = local.template_hash }

  # CloudFormation hands them on to every resource of the stack.
  tags = var.tags

  lifecycle {
    precondition {
      condition     = local.template_bytes <= local.template_bytes_max
      error_message = "The TwinMaker template of ${length(var.devices)} devices has ${local.template_bytes} bytes, but CloudFormation takes at most ${local.template_bytes_max}. Split the fleet over several twins, or give devices fewer properties."
    }
  }

  # TwinMaker tries its access to the bucket when it makes the workspace, and needs it until it has deleted it.
  depends_on = [
    aws_iam_role_policy.workspace,
    aws_s3_bucket_ownership_controls.workspace,
    aws_s3_bucket_policy.workspace,
    aws_s3_bucket_public_access_block.workspace,
    aws_s3_bucket_server_side_encryption_configuration.workspace,
    aws_s3_bucket_versioning.workspace,
  ]
}

# From a bucket, CloudFormation takes 1 MB; in the request itself 51,200 bytes, which about 30 devices fill.
resource "aws_s3_object" "template" {
  bucket       = aws_s3_bucket.workspace.id
  key          = "cloudformation/${local.template_hash}.json" # a new name, or the stack sees no change
  content      = local.template_body
  content_type = "application/json"

  # An object may have 10 tags, a provider's default tags may be more.
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
