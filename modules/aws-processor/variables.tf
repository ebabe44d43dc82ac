variable "digital_twin_name" {
  description = "Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must be 2 to 32 characters, lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen: it is a prefix of Lambda, IAM and SQS names, of which the shortest limit is 64 characters."
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

variable "hot_store_table_name" {
  description = "Name of the DynamoDB table to write to: the output of the same name of aws-hot-reader. Its keys are iotDeviceId (partition) and id (sort), both strings."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.hot_store_table_name))
    error_message = "hot_store_table_name must be a table's name of 3 to 255 letters, digits, '_', '-' and '.', not its ARN: the persister is granted the table of this name in its account and region."
  }
}

variable "processor_package" {
  description = "Path of the zip with the processor, default-processor or processor_wrapper with a process.py; lambda_function.lambda_handler is at its root."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.processor_package)
    error_message = "processor_package must name an existing zip file: its content hash decides whether the function is updated."
  }
}

variable "persister_package" {
  description = "Path of the zip with the persister; lambda_function.lambda_handler is at its root."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.persister_package)
    error_message = "persister_package must name an existing zip file: its content hash decides whether the function is updated."
  }
}

variable "future_tolerance_seconds" {
  description = "Seconds that an event's time can be ahead of the persister's clock. The persister rejects later times, because such an event would remain the newest of its device until then."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.future_tolerance_seconds >= 0 && var.future_tolerance_seconds <= 86400 && floor(var.future_tolerance_seconds) == var.future_tolerance_seconds
    error_message = "future_tolerance_seconds must be an integer from 0 to 86400, which is a day: the persister fails to start with another value."
  }
}

variable "kms_key_arn" {
  description = "Customer managed KMS key for the functions' environment and for the dead-letter queue; null: keys that AWS manages. The table keeps the key it has."
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
  description = "Concurrent executions that each of the two functions reserves, and its limit, beyond which events wait. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null."
  type        = number
  default     = 20

  validation {
    condition     = var.max_concurrency == null || try(var.max_concurrency >= 1 && floor(var.max_concurrency) == var.max_concurrency, false)
    error_message = "max_concurrency must be null or an integer of 1 or more: with 0, Lambda never runs the functions."
  }
}

variable "timeout_seconds" {
  description = "Seconds after which Lambda ends the processor, including its wait for the persister, which has 30."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.timeout_seconds > 30 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be from 31 to 900: the persister has 30 to answer, and Lambda accepts no more than 900."
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

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
