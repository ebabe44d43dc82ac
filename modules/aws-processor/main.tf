locals {
  processor_name = "${var.digital_twin_name}-processor"
  persister_name = "${var.digital_twin_name}-persister"

  # The processor waits for it, so its own timeout must be longer.
  persister_timeout_seconds = 30
}

# The hot table, which exists: the hot readers' module has made it, or knows it.
data "aws_dynamodb_table" "hot" {
  name = var.hot_store_table_name

  lifecycle {
    postcondition {
      condition     = self.hash_key == "iotDeviceId" && self.range_key == "id"
      error_message = "The table ${self.name} has the keys ${self.hash_key} and ${coalesce(self.range_key, "(none)")}, but records have the keys iotDeviceId (partition) and id (sort)."
    }

    postcondition {
      condition     = alltrue([for key in self.attribute : key.type == "S" if contains(["iotDeviceId", "id"], key.name)])
      error_message = "The table ${self.name} has the keys ${join(", ", [for key in self.attribute : "${key.name} of type ${key.type}" if contains(["iotDeviceId", "id"], key.name)])}, but records have strings (type S) there: make a table whose iotDeviceId and id are strings."
    }
  }
}
