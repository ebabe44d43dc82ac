variable "digital_twin_name" {
  description = "Name of the digital twin. Every resource of the module carries it in its name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must have 2 to 32 lower-case letters, digits and hyphens, start with a letter and end with a letter or digit: it becomes part of function and database names."
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
  description = "Path of the zip with the source of both functions, `main.py` and `requirements.txt` at its root."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.hot_reader_package)
    error_message = "hot_reader_package must be the path of an existing zip: its content hash names the object that is deployed."
  }
}

variable "existing_hot_store" {
  description = "An existing Firestore database and collection to read from. Null creates them. The collection needs the composite indexes (iotDeviceId asc, id asc) and (iotDeviceId asc, id desc), or those of the fields in `records`; `declare_indexes` makes them. One collection a device, such as `devices/{device}/telemetry`, needs none. With `collection_group`, the readers query all collections of that name, by indexes with the scope of a collection group. `records` is the form of its documents, where it is not that of Crosstwin. [Existing hot stores](../../docs/existing-stores.md) explains each."
  type = object({
    database         = string
    collection       = string
    declare_indexes  = optional(bool, false)
    collection_group = optional(bool, false)
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
    }))
  })
  default = null

  validation {
    condition     = contains(["iso8601", "epoch_seconds", "epoch_milliseconds", "epoch_microseconds", "epoch_nanoseconds", "timestamp"], try(coalesce(var.existing_hot_store.records.time_format, "iso8601"), "iso8601"))
    error_message = "existing_hot_store must have a records.time_format of iso8601, epoch_seconds, epoch_milliseconds, epoch_microseconds, epoch_nanoseconds, timestamp: the readers know no other."
  }

  validation {
    condition     = try(var.existing_hot_store.records.device_format == null || length(split("{device}", var.existing_hot_store.records.device_format)) == 2, true) && try(var.existing_hot_store.records.time_template == null || length(split("{time}", var.existing_hot_store.records.time_template)) == 2, true)
    error_message = "existing_hot_store must have, in records, {device} once in device_format and {time} once in time_template: the readers put the device and the time there."
  }

  validation {
    condition     = try(coalesce(var.existing_hot_store.records.device, "iotDeviceId") != coalesce(var.existing_hot_store.records.time, "id"), true) && try(!contains([coalesce(var.existing_hot_store.records.device, "iotDeviceId"), coalesce(var.existing_hot_store.records.time, "id")], var.existing_hot_store.records.values), true) && alltrue([for key in ["device", "time", "values"] : !can(regex("(^|[.])(__[^.]*__)?([.]|$)", var.existing_hot_store.records[key]))])
    error_message = "existing_hot_store must have, in records, three different fields for device, time and values, and in their paths no name that is empty or begins and ends with two underscores: Firestore has none such."
  }

  validation {
    condition     = try(var.existing_hot_store.records.time_type == null || var.existing_hot_store.records.time_type == "string" && startswith(coalesce(var.existing_hot_store.records.time_format, "iso8601"), "epoch_"), true)
    error_message = "existing_hot_store must have a records.time_type of string, beside a time_format of epoch_…, or none: only an epoch can be a number or a string."
  }

  validation {
    condition     = try(!var.existing_hot_store.collection_group || !strcontains(var.existing_hot_store.collection, "/"), true)
    error_message = "existing_hot_store must have the name of a collection, and no path, beside collection_group: the readers query all collections of that name."
  }

  validation {
    condition     = var.existing_hot_store == null ? true : alltrue([for name in [var.existing_hot_store.database, var.existing_hot_store.collection] : name == null ? false : length(trimspace(name)) > 0])
    error_message = "existing_hot_store must name the database and the collection: otherwise, the hot reader would query a store that does not exist."
  }
}

variable "log_retention_days" {
  description = "Days for which the functions' logs are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days >= 1 && var.log_retention_days <= 3650 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days must be an integer from 1 to 3650: a Cloud Logging bucket accepts no other retention."
  }
}

variable "max_concurrency" {
  description = "Largest number of requests that each function answers at the same time, over all instances. It limits the cost of requests to the public URL."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.max_concurrency >= 1 && var.max_concurrency <= 1000 && floor(var.max_concurrency) == var.max_concurrency
    error_message = "max_concurrency must be an integer from 1 to 1000: 0 would switch the function off, and Cloud Run starts no more instances without a quota increase."
  }
}

variable "instance_concurrency" {
  description = "Requests that one instance answers at the same time, each in a thread. More than 1 requires at least one CPU. Each request can hold an answer of 5 MiB in memory."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition     = var.instance_concurrency >= 1 && var.instance_concurrency <= 1000 && floor(var.instance_concurrency) == var.instance_concurrency
    error_message = "instance_concurrency must be an integer from 1 to 1000: Cloud Run takes no other value."
  }
}

variable "timeout_seconds" {
  description = "Time limit of a request in seconds, at most 3600."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 3600 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds must be an integer from 1 to 3600: Cloud Functions ends an HTTP request after an hour."
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
  description = "Memory of one instance in MB, from 256 to 32768."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory_mb >= 256 && var.memory_mb <= 32768 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb must be an integer from 256 to 32768: the Python runtime with the Firestore client does not start in less than 256 MB, and Cloud Functions offers no more than 32 GiB."
  }
}

variable "alarms" {
  description = "Alarms of the reader, and the names of the notification channels that they notify (projects/PROJECT/notificationChannels/ID). Each alarm has a price. With enabled = false, there are none."
  type = object({
    enabled = optional(bool, true)
    actions = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for action in var.alarms.actions : can(regex("^projects/[^/]+/notificationChannels/[^/]+$", action))]) && length(var.alarms.actions) <= 16
    error_message = "alarms must have at most 16 actions, each projects/PROJECT/notificationChannels/ID: Cloud Monitoring takes no others."
  }
}

variable "tags" {
  description = "Labels for every resource that can carry them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.tags : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "tags must have keys and values of at most 63 lower-case letters, digits, hyphens and underscores, and keys that start with a letter: they become labels, and Google Cloud refuses others."
  }
}

variable "project" {
  description = "Id of the Google Cloud project."
  type        = string
  nullable    = false

  validation {
    condition     = length(trimspace(var.project)) > 0
    error_message = "project must be the id of a Google Cloud project: every resource of the module is placed there."
  }
}

variable "region" {
  description = "Region of the functions, the source bucket and the Firestore database, for example `europe-west1`."
  type        = string
  nullable    = false

  validation {
    condition     = length(trimspace(var.region)) > 0
    error_message = "region must name a Google Cloud region: every resource of the module is placed there."
  }
}

variable "deletion_protection" {
  description = "While true, destroy fails before it deletes anything, and Firestore refuses to delete the database that the module created: set it to false and apply before you destroy."
  type        = bool
  default     = true
  nullable    = false
}
