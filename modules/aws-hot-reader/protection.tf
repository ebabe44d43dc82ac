# What Terraform alone does not see: that a store does not follow a changed region or option, and that a destroy
# which stops half-way has already taken the URLs and tokens. The rule behind it: decision 20.

data "aws_region" "current" {}

# How this deployment was first applied. Later plans are held against it, below.
resource "terraform_data" "deployed" {
  input = {
    region     = data.aws_region.current.id
    made_table = var.existing_hot_store == null
  }

  lifecycle {
    ignore_changes = [input]
  }
}

# Depends on everything, so it is destroyed first, and refuses while deletion_protection is on: nothing else is
# deleted then. It is replaced with the table, so that a plan which replaces or deletes the table is refused before
# anything is deleted too.
resource "terraform_data" "deletion_protection" {
  input            = var.deletion_protection
  triggers_replace = one(aws_dynamodb_table.hot[*].id)

  lifecycle {
    precondition {
      condition     = terraform_data.deployed.output.region == data.aws_region.current.id
      error_message = "This hot reader was deployed in ${terraform_data.deployed.output.region}, and the provider's region is now ${data.aws_region.current.id}. Its table, URLs and tokens would stay behind, unmanaged. Set the region back. To move: deploy a twin of another name there, copy the table (AWS Backup, or an export to S3 and an import), then destroy this one. To leave everything in ${terraform_data.deployed.output.region} behind: apply with -replace, naming the terraform_data.deployed of this module."
    }

    precondition {
      condition     = terraform_data.deployed.output.made_table == (var.existing_hot_store == null)
      error_message = terraform_data.deployed.output.made_table ? "This hot reader was deployed with a table of its own, and existing_hot_store would delete that table with its data. To keep the table: terraform state rm the aws_dynamodb_table.hot[0] and the terraform_data.deployed of this module, then apply. To delete it: set deletion_protection to false and apply, then apply with -replace, naming the terraform_data.deployed of this module." : "This hot reader was deployed over an existing table, and without existing_hot_store it would read a new, empty one. Set existing_hot_store back. If a new table is what you want: apply with -replace, naming the terraform_data.deployed of this module."
    }
  }

  # A destroy-time provisioner can name nothing but self. The command is one for sh and for Windows' cmd.
  provisioner "local-exec" {
    when    = destroy
    quiet   = true
    command = self.input ? "echo \"deletion_protection is on, so nothing was deleted. To delete the hot reader and its table: set deletion_protection to false, apply, and destroy again.\" 1>&2 && exit 1" : "exit 0"
  }

  depends_on = [
    aws_cloudwatch_log_metric_filter.reader,
    aws_cloudwatch_metric_alarm.reader,
    aws_lambda_function_url.reader,
    data.aws_dynamodb_table.existing,
  ]
}
