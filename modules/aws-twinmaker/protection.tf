# What Terraform alone does not see: that a workspace does not follow a changed region, and that a destroy which
# stops at a bucket with scenes in it has already opened that bucket. The rule behind it: decision 20.

data "aws_region" "current" {}

# How this deployment was first applied. Later plans are held against it, below.
resource "terraform_data" "deployed" {
  input = { region = data.aws_region.current.id }

  lifecycle {
    ignore_changes = [input]
  }
}

# Depends on everything, so it is destroyed first, and refuses while the bucket's content may not be deleted: S3
# would refuse the bucket itself only after its public access block and its policy are gone. It is replaced with the
# bucket, so that a plan which replaces the bucket is refused before anything is deleted too.
resource "terraform_data" "deletion_protection" {
  input            = !var.workspace_bucket_force_destroy
  triggers_replace = aws_s3_bucket.workspace.id

  lifecycle {
    precondition {
      condition     = terraform_data.deployed.output.region == data.aws_region.current.id
      error_message = "This workspace was deployed in ${terraform_data.deployed.output.region}, and the provider's region is now ${data.aws_region.current.id}. The workspace and its bucket, with scenes and models, would stay behind, unmanaged. Set the region back. To move: deploy a twin of another name there, copy the bucket's scenes and models (aws s3 sync), then destroy this one. To leave everything in ${terraform_data.deployed.output.region} behind: apply with -replace, naming the terraform_data.deployed of this module."
    }
  }

  # A destroy-time provisioner can name nothing but self. The command is one for sh and for Windows' cmd.
  provisioner "local-exec" {
    when    = destroy
    quiet   = true
    command = self.input ? "echo \"workspace_bucket_force_destroy is off, so nothing was deleted: the workspace bucket holds what TwinMaker and its users keep there. To delete the workspace with its scenes and models: set workspace_bucket_force_destroy to true, apply, and destroy again.\" 1>&2 && exit 1" : "exit 0"
  }

  depends_on = [
    aws_cloudformation_stack.devices,
    aws_iam_role_policy_attachment.dashboard,
  ]
}
