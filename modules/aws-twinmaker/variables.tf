variable "digital_twin_name" {
  description = "Name of the digital twin; id of the workspace, and prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must be 2 to 32 characters, lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen: it is a prefix of the bucket's name, which ends at 63 characters."
  }
}

variable "device_types" {
  description = "Kinds of device by name, each a component type: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are not telemetry, as strings."
  type = map(object({
    properties = map(string)
    units      = optional(map(string), {})
    elements   = optional(map(string), {})
    constants  = optional(map(object({ type = string, value = string })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.device_types) : can(regex("^[A-Za-z]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$", name))])
    error_message = "Each name of a device type must be 1 to 64 letters, digits, hyphens and underscores, starting with a letter and ending with a letter or digit. At fault: ${join(", ", [for name in keys(var.device_types) : jsonencode(name) if !can(regex("^[A-Za-z]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$", name))])}."
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
    condition     = alltrue([for place in values(var.places) : place.parent == null ? true : contains(keys(var.places), place.parent)])
    error_message = "Each parent of a place must be a place. At fault: ${join(", ", [for id, place in var.places : id if place.parent == null ? false : !contains(keys(var.places), place.parent)])}."
  }

  validation {
    condition     = alltrue([for id in keys(var.places) : can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])
    error_message = "Each id of a place must be an entity id, as a device's is. At fault: ${join(", ", [for id in keys(var.places) : jsonencode(id) if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])}."
  }
}

variable "devices" {
  description = "Devices by id. Each has properties of its own (with units, elements and constants, as in device_types), or a type and the cloud with its data; the unqualified ARNs of the functions that answer for it: a hot reader on the same cloud, a connector otherwise; and perhaps a name, a parent (a place), or the device whose entity it is a further component of, with that component's name. Constants of a device with a type take the place of its type's."
  type = map(object({
    type                 = optional(string)
    cloud                = optional(string)
    properties           = optional(map(string), {})
    units                = optional(map(string), {})
    elements             = optional(map(string), {})
    constants            = optional(map(object({ type = string, value = string })), {})
    name                 = optional(string)
    parent               = optional(string)
    component_of         = optional(string)
    component            = optional(string)
    data_reader_arn      = string
    attribute_reader_arn = string
  }))
  nullable = false

  validation {
    condition     = length(var.devices) >= 1
    error_message = "devices must hold a device."
  }

  validation {
    condition = (
      1 + length(var.places) + length(var.device_types)
      + length(distinct([for id, device in var.devices : device.type == null ? id : "${device.type}.${coalesce(device.cloud, "-")}"]))
      + length([for device in values(var.devices) : device if device.component_of == null])
    ) <= 500
    error_message = "A CloudFormation stack has at most 500 resources: the workspace, each component type, and an entity for each place and for each device that is not a component of another. Give devices that are alike a type, or split the fleet over several twins."
  }

  validation {
    condition     = alltrue([for id in keys(var.devices) : can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])
    error_message = "Each device id must be 2 to 128 letters, digits, hyphens, underscores, dots and colons, with a letter or digit at both ends, because it becomes a TwinMaker entity id. At fault: ${join(", ", [for id in keys(var.devices) : jsonencode(id) if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])}."
  }

  validation {
    condition     = length(setintersection(keys(var.devices), keys(var.places))) == 0
    error_message = "A device must not have the id of a place. At fault: ${join(", ", setintersection(keys(var.devices), keys(var.places)))}."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : device.type == null ? length(device.properties) >= 1 : contains(keys(var.device_types), device.type) && device.cloud != null && length(device.properties) == 0])
    error_message = "Each device must have a property, or a type of device_types and a cloud. At fault: ${join(", ", [for id, device in var.devices : id if !(device.type == null ? length(device.properties) >= 1 : contains(keys(var.device_types), device.type) && device.cloud != null && length(device.properties) == 0)])}."
  }

  validation {
    condition     = alltrue([for id, device in var.devices : !contains(flatten([for type in keys(var.device_types) : [type, [for other in values(var.devices) : "${type}.${coalesce(other.cloud, "-")}"]]]), id) if device.type == null])
    error_message = "A device without a type must not have an id that is a type's, or a type's with a cloud: both would be one component type."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : device.parent == null ? true : contains(keys(var.places), device.parent)])
    error_message = "Each parent must be a place. At fault: ${join(", ", [for id, device in var.devices : id if device.parent == null ? false : !contains(keys(var.places), device.parent)])}."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : device.component_of == null ? true : try(var.devices[device.component_of].component_of == null, false) && device.component != null && device.component != "telemetry" && device.parent == null])
    error_message = "A component_of must be a device that is not a component itself, with the component's name in component, which must not be telemetry, and without a parent. At fault: ${join(", ", [for id, device in var.devices : id if device.component_of == null ? false : !(try(var.devices[device.component_of].component_of == null, false) && device.component != null && device.component != "telemetry" && device.parent == null)])}."
  }

  validation {
    condition     = alltrue(flatten([for one in concat(values(var.devices)[*].properties, values(var.device_types)[*].properties) : [for name in keys(one) : can(regex("^[A-Za-z0-9_-]{1,250}$", name))]]))
    error_message = "Each property name must be 1 to 250 letters, digits, hyphens and underscores: TwinMaker takes no others, and 256 in all with the suffix Latest. At fault: ${join(", ", flatten([for one in concat(values(var.devices)[*].properties, values(var.device_types)[*].properties) : [for name in keys(one) : jsonencode(name) if !can(regex("^[A-Za-z0-9_-]{1,250}$", name))]]))}."
  }

  validation {
    condition     = alltrue(flatten([for one in concat(values(var.devices)[*].properties, values(var.device_types)[*].properties) : [for name in keys(one) : !contains(["iotDeviceId", "id"], name) && !contains(keys(one), "${name}Latest")]]))
    error_message = "A property must not be named iotDeviceId or id, the keys of a record, nor as another with the suffix Latest, which is the name of that one's newest value. At fault: ${join(", ", flatten([for one in concat(values(var.devices)[*].properties, values(var.device_types)[*].properties) : [for name in keys(one) : name if contains(["iotDeviceId", "id"], name) || contains(keys(one), "${name}Latest")]]))}."
  }

  validation {
    condition     = alltrue(flatten([for one in concat(values(var.devices)[*].properties, values(var.device_types)[*].properties) : [for type in values(one) : contains(["double", "integer", "long", "string", "boolean", "list", "map"], type)]]))
    error_message = "Each property's type must be double, integer, long, string, boolean, list or map: the readers answer in these. At fault: ${join(", ", flatten([for one in concat(values(var.devices)[*].properties, values(var.device_types)[*].properties) : [for name, type in one : "${name} = ${jsonencode(type)}" if !contains(["double", "integer", "long", "string", "boolean", "list", "map"], type)]]))}."
  }

  validation {
    condition     = alltrue(flatten([for device in values(var.devices) : [for arn in [device.data_reader_arn, device.attribute_reader_arn] : can(regex("^arn:(aws|aws-cn|aws-us-gov):lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+$", arn)) && length(arn) <= 128]]))
    error_message = "data_reader_arn and attribute_reader_arn must be Lambda function ARNs of at most 128 characters without a version or alias: CloudFormation's schema of a component type takes no others."
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
    error_message = "Each of dashboard_access.trusted_principal_arns must be the ARN of an IAM role, a user or an account (…:root), because others cannot assume a role by name; a * would let everyone in."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
