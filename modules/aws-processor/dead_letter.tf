# Events that no attempt could store, each with its error. SQS keeps them for 14 days, the longest it can.

resource "aws_sqs_queue" "dead_letter" {
  name                      = "${local.processor_name}-dead-letter"
  message_retention_seconds = 1209600

  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null
  kms_master_key_id       = var.kms_key_arn

  tags = var.tags
}
