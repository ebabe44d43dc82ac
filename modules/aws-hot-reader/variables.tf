variable "digital_twin_name" {
  description = "Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must be 2 to 32 characters, lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen: it is a prefix of Lambda, IAM and DynamoDB names, of which the shortest limit is 64 characters."
  }
}

variable "digital_twin_info" {
  description = "JSON object that says which twin the functions serve: {\"config\": {\"digital_twin_name\": …}, \"config_providers\": {\"layer_3_hot_provider\": …, \"layer_4_provider\": …}}."
  type        = string
  nullable    = false

  validation {
    condition     = can(keys(jsondecode(var.digital_twin_info).config_providers))
    error_message = "digital_twin_info must be a JSON object with an object \"config_providers\": a function that cannot read it fails to start."
  }
}

variable "hot_reader_package" {
  description = "Path of the zip with the history reader; lambda_function.lambda_handler is at its root."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.hot_reader_package)
    error_message = "hot_reader_package must name an existing zip file: its content hash decides whether the function is updated."
  }
}

variable "hot_reader_last_entry_package" {
  description = "Path of the zip with the last-entry reader; lambda_function.lambda_handler is at its root."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.hot_reader_last_entry_package)
    error_message = "hot_reader_last_entry_package must name an existing zip file: its content hash decides whether the function is updated."
  }
}

variable "token_generation" {
  description = "Generation of the inter-cloud token. Raise it by one to rotate: the readers then accept the new token and the one before."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.token_generation >= 1 && floor(var.token_generation) == var.token_generation
    error_message = "token_generation must be an integer of 1 or more: it counts the tokens made so far."
  }
}

variable "existing_hot_store" {
  description = "An existing DynamoDB table to read. Null creates one. `records` is the form of its items, where it is not that of Crosstwin: `device` is the partition key (a string) and `time` the sort key, of the table or of `index_name`; `values` is the map that holds the properties. [Existing hot stores](../../docs/existing-stores.md) explains each."
  type = object({
    table_name = string
    records = optional(object({
      device         = optional(string)
      device_format  = optional(string)
      time           = optional(string)
      time_format    = optional(string)
      time_template  = optional(string)
      time_separator = optional(string)
      time_zone      = optional(string)
      values         = optional(string)
      index_name     = optional(string)
    }))
  })
  default = null

  validation {
    condition     = contains(["iso8601", "epoch_seconds", "epoch_milliseconds", "epoch_microseconds", "epoch_nanoseconds"], try(coalesce(var.existing_hot_store.records.time_format, "iso8601"), "iso8601"))
    error_message = "existing_hot_store must have a records.time_format of iso8601, epoch_seconds, epoch_milliseconds, epoch_microseconds, epoch_nanoseconds: the readers know no other."
  }

  validation {
    condition     = try(var.existing_hot_store.records.device_format == null || length(split("{device}", var.existing_hot_store.records.device_format)) == 2, true) && try(var.existing_hot_store.records.time_template == null || length(split("{time}", var.existing_hot_store.records.time_template)) == 2, true)
    error_message = "existing_hot_store must have, in records, {device} once in device_format and {time} once in time_template: the readers put the device and the time there."
  }

  validation {
    condition     = try(coalesce(var.existing_hot_store.records.device, "iotDeviceId") != coalesce(var.existing_hot_store.records.time, "id"), true) && try(!contains([coalesce(var.existing_hot_store.records.device, "iotDeviceId"), coalesce(var.existing_hot_store.records.time, "id")], split(".", var.existing_hot_store.records.values)[0]), true) && !can(regex("(^|[.])([.]|$)", var.existing_hot_store.records.values))
    error_message = "existing_hot_store must have, in records, three different fields for device, time and values, and no empty name in the path of values: the readers would find no record there."
  }
}

variable "deletion_protection" {
  description = "While true, destroy fails before it deletes anything, and DynamoDB refuses to delete the table that the module created: set it to false and apply before you destroy. A deleted table can be restored for 35 days, because point-in-time recovery is on."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "Customer managed KMS key for the functions' environment, which holds the token, and for the table that the module makes; null: keys that AWS owns. Whoever writes to the table then needs this key too."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, not of an alias: IAM grants do not follow aliases."
  }
}

variable "log_retention_days" {
  description = "Days that the functions' logs are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of the periods that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "max_concurrency" {
  description = "Concurrent executions that each of the two functions reserves, and its limit, which protects the public URL. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null."
  type        = number
  default     = 20

  validation {
    condition     = var.max_concurrency == null || try(var.max_concurrency >= 1 && floor(var.max_concurrency) == var.max_concurrency, false)
    error_message = "max_concurrency must be null or an integer of 1 or more: with 0, Lambda answers every request with 429."
  }
}

variable "timeout_seconds" {
  description = "Seconds after which Lambda ends an invocation."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be from 1 to 900: Lambda accepts no others."
  }
}

variable "query_timeout_seconds" {
  description = "Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error. Keep it below the remote_reader_timeout_seconds of the connectors that query this reader."
  type        = number
  default     = 8
  nullable    = false

  validation {
    condition     = var.query_timeout_seconds >= 1 && var.query_timeout_seconds <= 900 && floor(var.query_timeout_seconds) == var.query_timeout_seconds
    error_message = "query_timeout_seconds must be an integer from 1 to 900: the functions fail to start with another value."
  }
}

variable "last_entry_records" {
  description = "How many records a last entry reads beside the newest one, to find properties that the newest record does not have. More records cost more for a property that is never stored."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.last_entry_records >= 1 && var.last_entry_records <= 1000 && floor(var.last_entry_records) == var.last_entry_records
    error_message = "last_entry_records must be an integer from 1 to 1000: the functions fail to start with another value."
  }
}

variable "last_entry_hours" {
  description = "How many hours older than the newest record a value of a last entry can be."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition     = var.last_entry_hours >= 0 && var.last_entry_hours <= 8784 && floor(var.last_entry_hours) == var.last_entry_hours
    error_message = "last_entry_hours must be an integer from 0 to 8784, which is 366 days: the functions fail to start with another value."
  }
}

variable "future_tolerance_seconds" {
  description = "Seconds that a record can be ahead of the reader's clock. A last entry ignores later records, because a wrong clock would otherwise keep its record the newest."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.future_tolerance_seconds >= 0 && var.future_tolerance_seconds <= 86400 && floor(var.future_tolerance_seconds) == var.future_tolerance_seconds
    error_message = "future_tolerance_seconds must be an integer from 0 to 86400, which is a day: the functions fail to start with another value."
  }
}

variable "memory_mb" {
  description = "Memory of each function in MB; CPU grows with it."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "memory_mb must be from 128 to 10240: Lambda accepts no others."
  }
}

variable "architecture" {
  description = "Instruction set of the functions, x86_64 or arm64; the packages must be built for it."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64: Lambda has no other."
  }
}

variable "alarms" {
  description = "CloudWatch alarms of each function, and the ARNs that they notify, such as SNS topics. Each alarm has a price. With enabled = false, there are none."
  type = object({
    enabled = optional(bool, true)
    actions = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for action in var.alarms.actions : startswith(action, "arn:")]) && length(var.alarms.actions) <= 5
    error_message = "alarms must have at most five actions, each an ARN: CloudWatch takes no others."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
