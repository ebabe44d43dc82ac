variable "digital_twin_name" {
  description = "Name of the digital twin. Every resource of the module carries it in its name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must have 2 to 32 lower-case letters, digits and hyphens, start with a letter and end with a letter or digit: it becomes part of the Function App's host name."
  }
}

variable "digital_twin_info" {
  description = "The twin's configuration as JSON, given to the functions as DIGITAL_TWIN_INFO. It must contain `config_providers`."
  type        = string
  nullable    = false

  validation {
    condition     = can(keys(jsondecode(var.digital_twin_info).config_providers))
    error_message = "digital_twin_info must be a JSON object with an object under \"config_providers\": the functions fail to start without it."
  }
}

variable "token_generation" {
  description = "Generation of the shared token. Raise it by one to rotate: the hot reader then accepts the new token and the one before."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.token_generation >= 1 && floor(var.token_generation) == var.token_generation
    error_message = "token_generation must be an integer of 1 or more: it counts rotations, and the readers also accept the previous generation."
  }
}

variable "hot_reader_package" {
  description = "Path of the zip with both functions, `host.json` at its root and the dependencies under `.python_packages/lib/site-packages`."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.hot_reader_package)
    error_message = "hot_reader_package must be the path of an existing zip: its content hash names the blob that is deployed."
  }
}

variable "existing_hot_store" {
  description = "An existing Cosmos DB container (API for NoSQL) to read from. Null creates one. `records` is the form of its items, where it is not that of Crosstwin: `device` is the path of the partition key (`a.b` for /a/b), unless `partition_key` describes a synthetic one, or each level of a hierarchical one. [Existing hot stores](../../docs/existing-stores.md) explains each."
  type = object({
    resource_group_name = string
    account_name        = string
    database_name       = string
    container_name      = string
    records = optional(object({
      device         = optional(string)
      device_format  = optional(string)
      time           = optional(string)
      time_format    = optional(string)
      time_template  = optional(string)
      time_separator = optional(string)
      time_zone      = optional(string)
      values         = optional(string)
      time_type      = optional(string)
      partition_key  = optional(list(string))
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
    condition     = try(coalesce(var.existing_hot_store.records.device, "iotDeviceId") != coalesce(var.existing_hot_store.records.time, "id"), true) && try(!contains([coalesce(var.existing_hot_store.records.device, "iotDeviceId"), coalesce(var.existing_hot_store.records.time, "id")], var.existing_hot_store.records.values), true) && alltrue([for key in ["device", "time", "values"] : !can(regex("(^|[.])([.]|$)", var.existing_hot_store.records[key]))])
    error_message = "existing_hot_store must have, in records, three different fields for device, time and values, and no empty name between the dots of a path: the readers would find no record there."
  }

  validation {
    condition     = try(var.existing_hot_store.records.partition_key, null) == null ? true : length(var.existing_hot_store.records.partition_key) <= 3 && alltrue([for level in var.existing_hot_store.records.partition_key : level != null && level != ""]) && length(split("{device}", join("/", var.existing_hot_store.records.partition_key))) == 2
    error_message = "existing_hot_store must have, in records.partition_key, up to three levels, none of them empty, and {device} once: a query names all levels of one partition."
  }

  validation {
    condition     = try(var.existing_hot_store.records.time_type == null || var.existing_hot_store.records.time_type == "string" && startswith(coalesce(var.existing_hot_store.records.time_format, "iso8601"), "epoch_"), true)
    error_message = "existing_hot_store must have a records.time_type of string, beside a time_format of epoch_…, or none: only an epoch can be a number or a string."
  }

  validation {
    condition     = var.existing_hot_store == null ? true : alltrue([for key, name in var.existing_hot_store : length(trimspace(name)) > 0 if key != "records"])
    error_message = "existing_hot_store must name the resource group, account, database and container: otherwise, the hot reader would query a store that does not exist."
  }
}

variable "deletion_protection" {
  description = "While true, Terraform destroys nothing of the module and does not replace the store that it created: set it to false and apply before you destroy. It does not stop others from deleting the account. A deleted account can be restored for seven days."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "Days for which logs and traces are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days >= 30 && var.log_retention_days <= 730 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days must be an integer from 30 to 730: a Log Analytics workspace accepts no other interactive retention."
  }
}

variable "max_concurrency" {
  description = "Largest number of instances that the Function App scales out to. It limits the cost of requests to the public URL."
  type        = number
  default     = 40
  nullable    = false

  validation {
    condition     = var.max_concurrency >= 1 && var.max_concurrency <= 1000 && floor(var.max_concurrency) == var.max_concurrency
    error_message = "max_concurrency must be an integer from 1 to 1000: the Flex Consumption plan accepts no other maximum instance count."
  }
}

variable "instance_concurrency" {
  description = "Requests that one instance answers at the same time, each in a thread. By default, the Flex Consumption plan sends a Python app one at a time, and bills at least one second of an instance for it. Each request can hold an answer of 5 MiB in memory."
  type        = number
  default     = 8
  nullable    = false

  validation {
    condition     = var.instance_concurrency >= 1 && var.instance_concurrency <= 1000 && floor(var.instance_concurrency) == var.instance_concurrency
    error_message = "instance_concurrency must be an integer from 1 to 1000: the Flex Consumption plan accepts no other number of requests per instance."
  }
}

variable "timeout_seconds" {
  description = "Time limit of a request in seconds, at most 230."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 230 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds must be an integer from 1 to 230: Azure's load balancer drops an HTTP request after 230 seconds."
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
  description = "Memory of one instance in MB: 512, 2048 or 4096."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = contains([512, 2048, 4096], var.memory_mb)
    error_message = "memory_mb must be 512, 2048 or 4096: the Flex Consumption plan has no other instance sizes."
  }
}

variable "alarms" {
  description = "Alarms of the reader, and the resource ids of the action groups that they notify. Each alarm has a price. With enabled = false, there are none."
  type = object({
    enabled = optional(bool, true)
    actions = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for action in var.alarms.actions : can(regex("(?i)/providers/microsoft.insights/actionGroups/", action))]) && length(var.alarms.actions) <= 5
    error_message = "alarms must have at most five actions, each the resource id of an action group: Azure Monitor takes no others."
  }
}

variable "tags" {
  description = "Tags for every resource that can carry them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "location" {
  description = "Azure region that offers the Flex Consumption plan, for example `westeurope`."
  type        = string
  nullable    = false

  validation {
    condition     = length(trimspace(var.location)) > 0
    error_message = "location must name an Azure region: every resource of the module is placed there."
  }
}

variable "resource_group_name" {
  description = "An existing resource group for the module's resources. Null creates one."
  type        = string
  default     = null

  validation {
    condition     = var.resource_group_name == null ? true : length(trimspace(var.resource_group_name)) > 0
    error_message = "resource_group_name must be null or the name of an existing resource group: an empty name would create neither."
  }
}
