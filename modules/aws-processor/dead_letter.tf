# Events that no attempt could store, each with its error. SQS keeps them for 14 days, the longest it can.

resource "aws_sqs_queue" "dead_letter" {
  name                      = "${local.processor_name}-dead-letter"
  message_retention_seconds = 1209600

  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null
  kms_master_key_id       = var.kms_key_arn

  tags = var.tags

  lifecycle {
    # The queue keeps its name, and with it the events in it, when the twin is renamed.
    ignore_changes = [name]

    precondition {
      condition     = terraform_data.deployed.output.region == data.aws_region.current.id
      error_message = "This processor was deployed in ${terraform_data.deployed.output.region}, and the provider's region is now ${data.aws_region.current.id}. The functions, and the queue with events that could not be stored, would stay behind, unmanaged. Set the region back. To move: deploy a twin of another name there, and destroy this one once its queue is empty. To leave everything in ${terraform_data.deployed.output.region} behind: apply with -replace, naming the terraform_data.deployed of this module."
    }
  }
}
