# The hot store: a table made here, or one that exists.

locals {
  table = var.existing_hot_store == null ? {
    name        = aws_dynamodb_table.hot[0].name
    arn         = aws_dynamodb_table.hot[0].arn
    kms_key_arn = var.kms_key_arn
    } : {
    name        = data.aws_dynamodb_table.existing[0].name
    arn         = data.aws_dynamodb_table.existing[0].arn
    kms_key_arn = try(data.aws_dynamodb_table.existing[0].server_side_encryption[0].kms_key_arn, null)
  }
}

resource "aws_dynamodb_table" "hot" {
  count = var.existing_hot_store == null ? 1 : 0

  name         = "${var.digital_twin_name}-hot"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "iotDeviceId"
  range_key    = "id"

  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "iotDeviceId"
    type = "S"
  }

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    # Without a key of one's own, DynamoDB encrypts with its own. With true here, a table whose key is taken away
    # would keep that key, and the plan would not say so.
    enabled     = var.kms_key_arn != null
    kms_key_arn = var.kms_key_arn
  }

  tags = var.tags

  lifecycle {
    # A table keeps its name, and with it its data, when the twin is renamed.
    ignore_changes = [name]
  }
}

data "aws_dynamodb_table" "existing" {
  count = var.existing_hot_store == null ? 0 : 1

  name = var.existing_hot_store.table_name

  lifecycle {
    postcondition {
      condition     = self.hash_key == "iotDeviceId" && self.range_key == "id"
      error_message = "The table ${self.name} has the keys ${self.hash_key} and ${coalesce(self.range_key, "(none)")}, but the readers query by iotDeviceId (partition) and id (sort)."
    }

    postcondition {
      condition     = alltrue([for key in self.attribute : key.type == "S" if contains(["iotDeviceId", "id"], key.name)])
      error_message = "The table ${self.name} has the keys ${join(", ", [for key in self.attribute : "${key.name} of type ${key.type}" if contains(["iotDeviceId", "id"], key.name)])}, but the readers query by strings (type S): make a table whose iotDeviceId and id are strings, and copy the records into it."
    }
  }
}
