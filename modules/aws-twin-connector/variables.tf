variable "digital_twin_name" {
  description = "Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must be 2 to 32 characters, lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen: it is a prefix of Lambda and IAM names, which end at 64 characters."
  }
}

variable "hot_cloud" {
  description = "Cloud whose hot data this pair of connectors reads: azure, gcp or aws. A twin has one pair per foreign cloud."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aws", "azure", "gcp"], var.hot_cloud)
    error_message = "hot_cloud must be aws, azure or gcp: hot readers exist for these."
  }
}

variable "digital_twin_info" {
  description = "JSON object that says which clouds the functions connect: {\"config\": {\"digital_twin_name\": …}, \"config_providers\": {\"layer_3_hot_provider\": …, \"layer_4_provider\": …}}."
  type        = string
  nullable    = false

  validation {
    condition     = can(keys(jsondecode(var.digital_twin_info).config_providers))
    error_message = "digital_twin_info must be a JSON object with an object \"config_providers\": a function that cannot read it fails to start."
  }

  validation {
    condition     = try(lower(trimspace(jsondecode(var.digital_twin_info).config_providers.layer_3_hot_provider)) == var.hot_cloud, false)
    error_message = "digital_twin_info must name hot_cloud as config_providers.layer_3_hot_provider: the connector compares it with layer 4 to decide whether to leave the cloud."
  }
}

variable "remote_reader_url" {
  description = "URL of the history reader on hot_cloud; \"\" only where hot_cloud is aws and has no such reader."
  type        = string
  nullable    = false

  validation {
    condition     = var.remote_reader_url == "" ? var.hot_cloud == "aws" : can(regex("^(https://|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])[:/])", var.remote_reader_url))
    error_message = "remote_reader_url must be an https URL (http only to loopback, for an emulator), or \"\" if hot_cloud is aws: the token travels in a header."
  }
}

variable "remote_reader_last_entry_url" {
  description = "URL of the last-entry reader on hot_cloud; \"\" only where hot_cloud is aws and has no such reader."
  type        = string
  nullable    = false

  validation {
    condition     = var.remote_reader_last_entry_url == "" ? var.hot_cloud == "aws" : can(regex("^(https://|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])[:/])", var.remote_reader_last_entry_url))
    error_message = "remote_reader_last_entry_url must be an https URL (http only to loopback, for an emulator), or \"\" if hot_cloud is aws: the token travels in a header."
  }
}

variable "inter_cloud_token" {
  description = "Token that the readers on hot_cloud accept: their module's output of the same name."
  type        = string
  sensitive   = true
  nullable    = false

  validation {
    condition     = trimspace(var.inter_cloud_token) != ""
    error_message = "inter_cloud_token must not be empty: a connector without a token fails to start."
  }
}

variable "data_connector_package" {
  description = "Path of the zip with the connector for histories; lambda_function.lambda_handler is at its root."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.data_connector_package)
    error_message = "data_connector_package must name an existing zip file: its content hash decides whether the function is updated."
  }
}

variable "data_connector_last_entry_package" {
  description = "Path of the zip with the connector for last entries; lambda_function.lambda_handler is at its root."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.data_connector_last_entry_package)
    error_message = "data_connector_last_entry_package must name an existing zip file: its content hash decides whether the function is updated."
  }
}

variable "local_hot_reader_name" {
  description = "Name of the history reader on this cloud; null, as usual, if the data is on another cloud: the role can then invoke nothing."
  type        = string
  default     = null

  validation {
    condition     = var.local_hot_reader_name == null || can(regex("^[A-Za-z0-9_-]{1,64}$", var.local_hot_reader_name))
    error_message = "local_hot_reader_name must be a function name, not an ARN or a qualified name: the role is granted exactly this function of this account and region."
  }

  validation {
    condition     = var.hot_cloud != "aws" || var.local_hot_reader_name != null
    error_message = "local_hot_reader_name must not be null where hot_cloud is aws: the connector then invokes it instead of a URL."
  }
}

variable "local_hot_reader_last_entry_name" {
  description = "Name of the last-entry reader on this cloud; null, as usual, if the data is on another cloud: the role can then invoke nothing."
  type        = string
  default     = null

  validation {
    condition     = var.local_hot_reader_last_entry_name == null || can(regex("^[A-Za-z0-9_-]{1,64}$", var.local_hot_reader_last_entry_name))
    error_message = "local_hot_reader_last_entry_name must be a function name, not an ARN or a qualified name: the role is granted exactly this function of this account and region."
  }

  validation {
    condition     = var.hot_cloud != "aws" || var.local_hot_reader_last_entry_name != null
    error_message = "local_hot_reader_last_entry_name must not be null where hot_cloud is aws: the connector then invokes it instead of a URL."
  }
}

variable "remote_reader_timeout_seconds" {
  description = "Seconds that the connector waits for one answer of the remote reader."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.remote_reader_timeout_seconds > 0
    error_message = "remote_reader_timeout_seconds must be more than 0: no reader answers at once."
  }
}

variable "remote_reader_max_retries" {
  description = "Retries after a failed attempt (408, 429, 500, 502, 503, 504, no connection), within timeout_seconds."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.remote_reader_max_retries >= 0 && var.remote_reader_max_retries <= 10 && floor(var.remote_reader_max_retries) == var.remote_reader_max_retries
    error_message = "remote_reader_max_retries must be an integer from 0 to 10: the wait doubles each time, so more never fit into timeout_seconds."
  }
}

variable "kms_key_arn" {
  description = "Customer managed KMS key for the functions' environment, which holds the token; null: a key that AWS manages."
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
  description = "Concurrent executions that each of the two functions reserves, and its limit, so that a cloud that fails cannot use up the executions that others need. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null."
  type        = number
  default     = 20

  validation {
    condition     = var.max_concurrency == null || try(var.max_concurrency >= 1 && floor(var.max_concurrency) == var.max_concurrency, false)
    error_message = "max_concurrency must be null or an integer of 1 or more: with 0, Lambda never runs the functions."
  }
}

variable "timeout_seconds" {
  description = "Seconds after which Lambda ends an execution, retries included."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be from 1 to 900: Lambda accepts no others."
  }

  validation {
    condition     = var.timeout_seconds > var.remote_reader_timeout_seconds
    error_message = "timeout_seconds must be more than remote_reader_timeout_seconds: else Lambda ends the connector before it can say that the reader did not answer."
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
