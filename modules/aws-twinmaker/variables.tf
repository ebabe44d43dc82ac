variable "digital_twin_name" {
  description = "Name of the digital twin; id of the workspace, and prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must be 2 to 32 characters, lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen: it is a prefix of the bucket's name, which ends at 63 characters."
  }
}

variable "readers" {
  description = "The functions that answer for devices, by the cloud with their hot data: a hot reader where that is AWS, a connector otherwise, each with its unqualified ARN."
  type = map(object({
    data_reader_arn      = string
    attribute_reader_arn = string
  }))
  nullable = false

  validation {
    condition     = alltrue(flatten([for reader in values(var.readers) : [for arn in values(reader) : can(regex("^arn:(aws|aws-cn|aws-us-gov):lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+$", arn)) && length(arn) <= 128]]))
    error_message = "readers must have Lambda function ARNs of at most 128 characters without a version or alias: CloudFormation's schema of a component type accepts no others."
  }
}

variable "device_types" {
  description = "Kinds of device by name, each a component type: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are not telemetry, as strings. An alarm has alarm_status, a string, and extends com.amazon.iottwinmaker.alarm.basic."
  type = map(object({
    properties = map(string)
    units      = optional(map(string), {})
    elements   = optional(map(string), {})
    constants  = optional(map(object({ type = string, value = string })), {})
    alarm      = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.device_types) : can(regex("^[A-Za-z]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$", name))])
    error_message = "device_types must have names of 1 to 64 letters, digits, hyphens and underscores that start with a letter and end with a letter or digit: a name becomes part of a component type's id. At fault: ${join(", ", [for name in keys(var.device_types) : jsonencode(name) if !can(regex("^[A-Za-z]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$", name))])}."
  }

  validation {
    condition     = alltrue([for type in values(var.device_types) : !type.alarm || (try(type.properties.alarm_status, "") == "string" && !can(type.properties.alarm_key) && !can(type.constants.alarm_key))])
    error_message = "device_types must have, where alarm is true, the property alarm_status, a string, and no alarm_key: that is the device's id. At fault: ${join(", ", [for name, type in var.device_types : name if type.alarm && !(try(type.properties.alarm_status, "") == "string" && !can(type.properties.alarm_key) && !can(type.constants.alarm_key))])}."
  }
}

variable "places" {
  description = "Entities without telemetry, by id: a name for people, and the place that each is in."
  type = map(object({
    name   = optional(string)
    parent = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.places) <= 500
    error_message = "places must be at most 500: they are one CloudFormation stack, which takes as many resources. This twin has ${length(var.places)}."
  }

  validation {
    condition     = alltrue([for place in values(var.places) : place.parent == null ? true : can(var.places[place.parent])])
    error_message = "places must have parents that are places: an entity can only be in another one. At fault: ${join(", ", [for id, place in var.places : id if place.parent == null ? false : !can(var.places[place.parent])])}."
  }

  validation {
    condition     = alltrue([for id in keys(var.places) : can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]*[A-Za-z0-9]$", id)) && length(id) <= 128])
    error_message = "places must have ids as devices have: both become ids of entities. At fault: ${join(", ", [for id in keys(var.places) : jsonencode(id) if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]*[A-Za-z0-9]$", id)) || length(id) > 128])}."
  }
}

variable "devices" {
  description = "Devices by id. Each is an object with cloud, the one with its hot data, and type, one of device_types, or properties of its own (with units, elements and constants, as in device_types). It may have a name, a parent (a place), and component_of: the device whose entity it is a further component of, with that component's name in component. Constants of a device with a type take the place of its type's."
  # A type with optional attributes takes Terraform 9 of 12 seconds where there are 10,000 devices: it compares the
  # types of all of them, each with each. The validations stand for it, and local.devices has what is optional.
  type     = any
  nullable = false

  # No collection of all devices in an argument of a function that is called for each: see template.tf.

  validation {
    condition     = try(length([for id, device in var.devices : id]) >= 1, false)
    error_message = "devices must hold a device: an object of objects, by their ids."
  }

  validation {
    condition     = length([for id, device in var.devices : id if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]*[A-Za-z0-9]$", id)) || length(id) > 128]) == 0
    error_message = "devices must have ids of 2 to 128 letters, digits, hyphens, underscores, dots and colons, with a letter or digit at both ends: an id becomes that of an entity. At fault: ${join(", ", [for id, device in var.devices : jsonencode(id) if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]*[A-Za-z0-9]$", id)) || length(id) > 128])}."
  }

  validation {
    condition     = length([for id, device in var.devices : id if try(length([for key, _ in device : key if !can({ cloud = 0, type = 0, properties = 0, units = 0, elements = 0, constants = 0, name = 0, parent = 0, component_of = 0, component = 0 }[key])]), 1) > 0]) == 0
    error_message = "devices must be objects with cloud and, optionally, type, properties, units, elements, constants, name, parent, component_of and component: another key would have no effect. At fault: ${join(", ", [for id, device in var.devices : id if try(length([for key, _ in device : key if !can({ cloud = 0, type = 0, properties = 0, units = 0, elements = 0, constants = 0, name = 0, parent = 0, component_of = 0, component = 0 }[key])]), 1) > 0])}."
  }

  validation {
    condition     = length([for id, device in var.devices : id if can(var.places[id])]) == 0
    error_message = "devices must not have the id of a place: both would be one entity. At fault: ${join(", ", [for id, device in var.devices : id if can(var.places[id])])}."
  }

  validation {
    condition     = length([for id, device in var.devices : id if !can(var.readers[device.cloud])]) == 0
    error_message = "devices must have a cloud of readers: nothing else answers for their values. At fault: ${join(", ", [for id, device in var.devices : id if !can(var.readers[device.cloud])])}."
  }

  validation {
    condition     = length([for id, device in var.devices : id if try(device.type, null) == null ? try(length(device.properties), 0) == 0 : !can(var.device_types[device.type]) || try(length(device.properties), 0) > 0]) == 0
    error_message = "devices must have a property, or a type of device_types: a component needs a component type. At fault: ${join(", ", [for id, device in var.devices : id if try(device.type, null) == null ? try(length(device.properties), 0) == 0 : !can(var.device_types[device.type]) || try(length(device.properties), 0) > 0])}."
  }

  validation {
    condition     = length([for id, device in var.devices : id if try(device.type, null) == null && (can(var.device_types[id]) || (can(var.device_types[regex("^(.*)\\.[^.]*$", id)[0]]) && can(var.readers[regex("[^.]*$", id)])))]) == 0
    error_message = "devices must not have, without a type, an id that is a type's, or a type's with a cloud: both would be one component type."
  }

  validation {
    condition     = length([for id, device in var.devices : id if try(device.parent, null) == null ? false : !can(var.places[device.parent])]) == 0
    error_message = "devices must have parents that are places: an entity can only be in another one. At fault: ${join(", ", [for id, device in var.devices : id if try(device.parent, null) == null ? false : !can(var.places[device.parent])])}."
  }

  validation {
    condition     = length([for id, device in var.devices : id if try(device.component_of, null) == null ? false : !(can(var.devices[device.component_of]) && try(var.devices[device.component_of].component_of, null) == null && try(coalesce(device.component, "telemetry"), "telemetry") != "telemetry" && try(device.parent, null) == null)]) == 0
    error_message = "devices must be component_of a device that is not a component itself, with the component's name, other than telemetry, in component and without a parent: a component is where its device is. At fault: ${join(", ", [for id, device in var.devices : id if try(device.component_of, null) == null ? false : !(can(var.devices[device.component_of]) && try(var.devices[device.component_of].component_of, null) == null && try(coalesce(device.component, "telemetry"), "telemetry") != "telemetry" && try(device.parent, null) == null)])}."
  }

  validation {
    condition     = alltrue(flatten([for one in concat([for device in var.devices : device.properties if try(device.type, null) == null], values(var.device_types)[*].properties) : [for name, type in one : can(regex("^[A-Za-z0-9_-]+$", name)) && length(name) <= 250]]))
    error_message = "devices must have properties with names of 1 to 250 letters, digits, hyphens and underscores: TwinMaker accepts no others, and 256 in all with the suffix Latest. At fault: ${join(", ", flatten([for one in concat([for device in var.devices : device.properties if try(device.type, null) == null], values(var.device_types)[*].properties) : [for name, type in one : jsonencode(name) if !can(regex("^[A-Za-z0-9_-]+$", name)) || length(name) > 250]]))}."
  }

  validation {
    condition     = alltrue(flatten([for one in concat([for device in var.devices : device.properties if try(device.type, null) == null], values(var.device_types)[*].properties) : [for name, type in one : !contains(["iotDeviceId", "id"], name) && !can(one["${name}Latest"])]]))
    error_message = "devices must not have a property named iotDeviceId or id, or as another with the suffix Latest: these are the keys of a record, and the other's newest value. At fault: ${join(", ", flatten([for one in concat([for device in var.devices : device.properties if try(device.type, null) == null], values(var.device_types)[*].properties) : [for name, type in one : name if contains(["iotDeviceId", "id"], name) || can(one["${name}Latest"])]]))}."
  }

  validation {
    condition     = alltrue(flatten([for one in concat([for device in var.devices : device.properties if try(device.type, null) == null], values(var.device_types)[*].properties) : [for type in one : contains(["double", "integer", "long", "string", "boolean", "list", "map"], type)]]))
    error_message = "devices must have properties of type double, integer, long, string, boolean, list or map: the readers answer in these. At fault: ${join(", ", flatten([for one in concat([for device in var.devices : device.properties if try(device.type, null) == null], values(var.device_types)[*].properties) : [for name, type in one : "${name} = ${jsonencode(type)}" if !contains(["double", "integer", "long", "string", "boolean", "list", "map"], type)]]))}."
  }
}

variable "component_type_reader_package" {
  description = "Path of the zip with the component-type reader, which answers queries for all devices of a type; lambda_function.lambda_handler is at its root. Null deploys none."
  type        = string
  default     = null

  validation {
    condition     = var.component_type_reader_package == null ? true : fileexists(var.component_type_reader_package)
    error_message = "component_type_reader_package must name an existing zip file: its content hash decides whether the function is updated."
  }
}

variable "hot_readers" {
  description = "Hot readers on other clouds, by cloud, which the component-type reader asks: URL and token, each the output of their module. The reader on the twin's own cloud is invoked by its ARN in readers."
  type        = map(object({ url = string, token = string }))
  default     = {}
  sensitive   = true
  nullable    = false

  validation {
    condition     = alltrue([for reader in values(var.hot_readers) : can(regex("^(https://|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])[:/])", reader.url)) && trimspace(reader.token) != ""])
    error_message = "hot_readers must have a token and an https URL (http only to loopback, for an emulator) each: the token travels in a header."
  }
}

variable "kms_key_arn" {
  description = "Customer managed KMS key for the environment of the component-type reader, which holds tokens; null: a key that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, not of an alias: IAM grants do not follow aliases."
  }
}

variable "log_retention_days" {
  description = "Days that the logs of the component-type reader are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of the periods that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "max_concurrency" {
  description = "Concurrent executions reserved for, and the upper limit of, the component-type reader. null: no limit of its own."
  type        = number
  default     = 20

  validation {
    condition     = var.max_concurrency == null || try(var.max_concurrency >= 1 && floor(var.max_concurrency) == var.max_concurrency, false)
    error_message = "max_concurrency must be null or an integer of 1 or more: with 0, Lambda never runs the function."
  }
}

variable "timeout_seconds" {
  description = "Seconds after which Lambda ends an execution of the component-type reader."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be from 1 to 900: Lambda accepts no others."
  }
}

variable "memory_mb" {
  description = "Memory of the component-type reader in MB; CPU grows with it."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "memory_mb must be from 128 to 10240: Lambda accepts no others."
  }
}

variable "workspace_bucket_force_destroy" {
  description = "Whether destroy also deletes the contents of the workspace's bucket, including scenes and models. If false, destroy fails before it deletes anything, because TwinMaker itself leaves objects there."
  type        = bool
  default     = false
  nullable    = false
}

variable "dashboard_access" {
  description = "Access for a Grafana: a read-only policy, and a role with this policy for the ARNs of trusted_principal_arns. If the list is empty, only the policy, for an IAM user of a Grafana outside AWS. Null creates neither."
  type = object({
    trusted_principal_arns = list(string)
  })
  default = null

  validation {
    condition     = var.dashboard_access == null ? true : alltrue([for arn in var.dashboard_access.trusted_principal_arns : can(regex("^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$", arn))])
    error_message = "dashboard_access must have, in trusted_principal_arns, ARNs of IAM roles, users and accounts (the root of one): others cannot assume a role by name, and a * would let everyone in."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
