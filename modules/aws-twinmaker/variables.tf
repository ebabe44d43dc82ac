variable "digital_twin_name" {
  description = "Name of the digital twin; id of the workspace, and prefix of every name the module gives. One twin name can be used once per AWS account, because IAM role names are global to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must be 2 to 32 characters, lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen: it is a prefix of the bucket's name, which ends at 63 characters."
  }
}

variable "devices" {
  description = "Devices by id: the properties they report and their types (double, integer, long, string, boolean), and the unqualified ARNs of the functions that answer for them: a hot reader on the same cloud, a connector otherwise."
  type = map(object({
    properties           = map(string)
    data_reader_arn      = string
    attribute_reader_arn = string
  }))
  nullable = false

  validation {
    condition     = length(var.devices) >= 1 && length(var.devices) <= 249
    error_message = "devices must hold 1 to 249 devices, but holds ${length(var.devices)}: each takes two of the 500 resources that a CloudFormation stack may have. Split a larger fleet over several twins."
  }

  validation {
    condition     = alltrue([for id in keys(var.devices) : can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])
    error_message = "Each device id must be 2 to 128 letters, digits, hyphens, underscores, dots and colons, with a letter or digit at both ends, because it becomes a TwinMaker entity id. At fault: ${join(", ", [for id in keys(var.devices) : jsonencode(id) if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])}."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : length(device.properties) >= 1])
    error_message = "Each device must have a property, or TwinMaker has nothing to ask for. At fault: ${join(", ", [for id, device in var.devices : id if length(device.properties) == 0])}."
  }

  validation {
    condition     = alltrue(flatten([for device in values(var.devices) : [for name in keys(device.properties) : can(regex("^[A-Za-z0-9_-]{1,250}$", name))]]))
    error_message = "Each property name must be 1 to 250 letters, digits, hyphens and underscores: TwinMaker takes no others, and 256 in all with the suffix Latest. At fault: ${join(", ", flatten([for id, device in var.devices : [for name in keys(device.properties) : "${id}: ${jsonencode(name)}" if !can(regex("^[A-Za-z0-9_-]{1,250}$", name))]]))}."
  }

  validation {
    condition     = alltrue(flatten([for device in values(var.devices) : [for name in keys(device.properties) : !contains(["iotDeviceId", "id"], name) && !contains(keys(device.properties), "${name}Latest")]]))
    error_message = "A property must not be named iotDeviceId or id, the keys of a record, nor as another with the suffix Latest, which is the name of that one's newest value. At fault: ${join(", ", flatten([for id, device in var.devices : [for name in keys(device.properties) : "${id}: ${name}" if contains(["iotDeviceId", "id"], name) || contains(keys(device.properties), "${name}Latest")]]))}."
  }

  validation {
    condition     = alltrue(flatten([for device in values(var.devices) : [for type in values(device.properties) : contains(["double", "integer", "long", "string", "boolean"], type)]]))
    error_message = "Each property's type must be double, integer, long, string or boolean: the readers answer in these. At fault: ${join(", ", flatten([for id, device in var.devices : [for name, type in device.properties : "${id}: ${name} = ${jsonencode(type)}" if !contains(["double", "integer", "long", "string", "boolean"], type)]]))}."
  }

  validation {
    condition     = alltrue(flatten([for device in values(var.devices) : [for arn in [device.data_reader_arn, device.attribute_reader_arn] : can(regex("^arn:(aws|aws-cn|aws-us-gov):lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+$", arn)) && length(arn) <= 128]]))
    error_message = "data_reader_arn and attribute_reader_arn must be Lambda function ARNs of at most 128 characters without a version or alias: CloudFormation's schema of a component type takes no others."
  }
}

variable "workspace_bucket_force_destroy" {
  description = "Whether destroying the workspace also deletes what is in its bucket, scenes and models included. With false, destroy stops before it deletes anything: TwinMaker itself leaves objects there."
  type        = bool
  default     = false
  nullable    = false
}

variable "dashboard_access" {
  description = "What a Grafana gets to read the workspace: a read-only policy, and a role with it for the ARNs of trusted_principal_arns. With none of them, the policy alone, for an IAM user of a Grafana outside AWS. Null makes neither."
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
