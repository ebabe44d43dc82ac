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

  # The form of the items of an existing table: what is left out is as Crosstwin writes it.
  records    = try({ for name, value in var.existing_hot_store.records : name => value if value != null }, {})
  device_key = try(local.records.device, "iotDeviceId")
  time_key   = try(local.records.time, "id")
  index_name = try(local.records.index_name, null)
  # An epoch can be a number, or its digits as text.
  time_types = try(local.records.time_format, "iso8601") == "iso8601" || can(local.records.time_template) ? ["S"] : ["S", "N"]

  # With what the table itself says: the type of the time, and the keys that distinguish the items of an index.
  records_setting = length(local.records) == 0 ? null : jsonencode(merge(local.records, {
    time_type  = one([for key in data.aws_dynamodb_table.existing[0].attribute : key.type if key.name == local.time_key])
    table_keys = local.index_name == null ? [] : compact([data.aws_dynamodb_table.existing[0].hash_key, data.aws_dynamodb_table.existing[0].range_key])
  }))
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
      condition     = local.index_name != null || self.hash_key == local.device_key && self.range_key == local.time_key
      error_message = "The table ${self.name} has the keys ${self.hash_key} and ${coalesce(self.range_key, "(none)")}, but the readers query by ${local.device_key} (partition) and ${local.time_key} (sort): name its own keys in existing_hot_store.records, or an index that has these."
    }

    postcondition {
      condition = local.index_name == null || contains(concat(
        [for index in self.global_secondary_index : "${index.name}: ${index.hash_key}, ${coalesce(index.range_key, "(none)")}"],
        [for index in self.local_secondary_index : "${index.name}: ${self.hash_key}, ${index.range_key}"],
      ), "${coalesce(local.index_name, "-")}: ${local.device_key}, ${local.time_key}")
      error_message = "The table ${self.name} has no index ${coalesce(local.index_name, "-")} with the keys ${local.device_key} (partition) and ${local.time_key} (sort). It has ${join("; ", concat(["the table itself: ${self.hash_key}, ${coalesce(self.range_key, "(none)")}"], [for index in self.global_secondary_index : "${index.name}: ${index.hash_key}, ${coalesce(index.range_key, "(none)")}"], [for index in self.local_secondary_index : "${index.name}: ${self.hash_key}, ${index.range_key}"]))}."
    }

    postcondition {
      condition     = alltrue([for key in self.attribute : contains(key.name == local.time_key ? local.time_types : ["S"], key.type) if contains([local.device_key, local.time_key], key.name)])
      error_message = "The table ${self.name} has the keys ${join(", ", [for key in self.attribute : "${key.name} of type ${key.type}" if contains([local.device_key, local.time_key], key.name)])}, but the readers query by ${local.device_key} of type S and ${local.time_key} of type ${join(" or ", local.time_types)}. A time of type N is an epoch: say which in existing_hot_store.records.time_format."
    }
  }
}
