variable "digital_twin_name" {
  description = "Name of the digital twin. Every resource of the module carries it in its name, and every model in its id."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must have 2 to 32 lower-case letters, digits and hyphens, start with a letter and end with a letter or digit: it becomes part of host names and of model ids."
  }
}

variable "device_types" {
  description = "Kinds of device by name, each a model: properties and their types (double, integer, long, string, boolean, list, map), the units of some, the types of what lists and maps hold, and constants: values that are no telemetry, as strings."
  type = map(object({
    properties = map(string)
    units      = optional(map(string), {})
    elements   = optional(map(string), {})
    constants  = optional(map(object({ type = string, value = string })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.device_types) : can(regex("^[A-Za-z]([A-Za-z0-9_]{0,62}[A-Za-z0-9])?$", name))])
    error_message = "device_types must have names of 1 to 64 letters, digits and underscores that start with a letter and end with a letter or digit: DTDL takes no others in a model's id. At fault: ${join(", ", [for name in keys(var.device_types) : jsonencode(name) if !can(regex("^[A-Za-z]([A-Za-z0-9_]{0,62}[A-Za-z0-9])?$", name))])}."
  }
}

variable "places" {
  description = "Twins without telemetry, by id: the place that each is in."
  type        = map(object({ parent = optional(string) }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for place in values(var.places) : place.parent == null ? true : contains(keys(var.places), place.parent)])
    error_message = "places must have parents that are places: a relationship needs both its ends. At fault: ${join(", ", [for id, place in var.places : id if place.parent == null ? false : !contains(keys(var.places), place.parent)])}."
  }

  validation {
    condition     = alltrue([for id in keys(var.places) : can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])
    error_message = "places must have ids as devices have: both become ids of twins. At fault: ${join(", ", [for id in keys(var.places) : jsonencode(id) if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])}."
  }
}

variable "devices" {
  description = "Devices by id, each a twin. Each has properties of its own (with units, elements and constants, as in device_types), or a type; the cloud with its data; and perhaps a parent (a place), or the device that it is a component of, with that component's name. Constants of a device with a type take the place of its type's. None empties the graph."
  type = map(object({
    hot_provider = string
    type         = optional(string)
    properties   = optional(map(string), {})
    units        = optional(map(string), {})
    elements     = optional(map(string), {})
    constants    = optional(map(object({ type = string, value = string })), {})
    parent       = optional(string)
    component_of = optional(string)
    component    = optional(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.devices) : can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])
    error_message = "devices must have ids of 2 to 128 letters, digits, hyphens, underscores, dots and colons, with a letter or digit at both ends: an id becomes that of a twin. At fault: ${join(", ", [for id in keys(var.devices) : jsonencode(id) if !can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,126}[A-Za-z0-9]$", id))])}."
  }

  validation {
    condition     = length(setintersection(keys(var.devices), keys(var.places))) == 0
    error_message = "devices must not have the id of a place: both would be one twin. At fault: ${join(", ", setintersection(keys(var.devices), keys(var.places)))}."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : device.type == null ? length(device.properties) >= 1 : contains(keys(var.device_types), device.type) && length(device.properties) == 0])
    error_message = "devices must have a property, or a type of device_types: a twin needs a model. At fault: ${join(", ", [for id, device in var.devices : id if !(device.type == null ? length(device.properties) >= 1 : contains(keys(var.device_types), device.type) && length(device.properties) == 0)])}."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : contains(keys(var.remote_reader_last_entry_urls), device.hot_provider)])
    error_message = "devices must have a hot_provider of remote_reader_last_entry_urls: nothing else is asked for their values. At fault: ${join(", ", [for id, device in var.devices : id if !contains(keys(var.remote_reader_last_entry_urls), device.hot_provider)])}."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : device.parent == null ? true : contains(keys(var.places), device.parent)])
    error_message = "devices must have parents that are places: a relationship needs both its ends. At fault: ${join(", ", [for id, device in var.devices : id if device.parent == null ? false : !contains(keys(var.places), device.parent)])}."
  }

  validation {
    condition     = alltrue([for device in values(var.devices) : device.component_of == null ? device.component == null : try(var.devices[device.component_of].component_of == null, false) && device.component != null && device.parent == null])
    error_message = "devices must be component_of a device that is not a component itself, with the component's name in component and without a parent: a component is where its device is. At fault: ${join(", ", [for id, device in var.devices : id if !(device.component_of == null ? device.component == null : try(var.devices[device.component_of].component_of == null, false) && device.component != null && device.parent == null)])}."
  }

  validation {
    # Distinct first: a fleet has thousands of devices and a few names.
    condition     = alltrue([for name in distinct(flatten([for one in concat(values(var.devices), values(var.device_types)) : concat(keys(one.properties), keys(one.constants))])) : can(regex("^[A-Za-z]([A-Za-z0-9_]{0,510}[A-Za-z0-9])?$", name)) && !contains(["contains", "hotProvider", "observedAt"], name)])
    error_message = "devices must have properties and constants with names of letters, digits and underscores that start with a letter and end with a letter or digit, other than contains, hotProvider and observedAt: DTDL takes no others, and each device has these three already. At fault: ${join(", ", [for name in distinct(flatten([for one in concat(values(var.devices), values(var.device_types)) : concat(keys(one.properties), keys(one.constants))])) : jsonencode(name) if !can(regex("^[A-Za-z]([A-Za-z0-9_]{0,510}[A-Za-z0-9])?$", name)) || contains(["contains", "hotProvider", "observedAt"], name)])}."
  }

  validation {
    condition     = alltrue(flatten([for one in concat(values(var.devices), values(var.device_types)) : [for type in values(one.properties) : contains(["double", "integer", "long", "string", "boolean", "list", "map"], type)]]))
    error_message = "devices must have properties of the types double, integer, long, string, boolean, list and map: the readers answer in these."
  }
}

variable "remote_reader_last_entry_urls" {
  description = "URL of each cloud's last-entry hot reader, by cloud: aws, azure, gcp. The cloud of the twins is read in the same way."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cloud, url in var.remote_reader_last_entry_urls : contains(["aws", "azure", "gcp"], cloud) && startswith(url, "https://")])
    error_message = "remote_reader_last_entry_urls must have the keys aws, azure or gcp and HTTPS URLs: the shared token goes with each request."
  }
}

variable "inter_cloud_tokens" {
  description = "Token to send to each cloud's hot reader, by cloud."
  type        = map(string)
  nullable    = false
  sensitive   = true

  validation {
    condition     = alltrue([for token in values(var.inter_cloud_tokens) : can(regex("^[!-+\\--~]+$", token))])
    error_message = "inter_cloud_tokens must be of printable ASCII characters without spaces and commas: an HTTP header carries each as one value."
  }

  validation {
    condition     = toset(keys(nonsensitive(var.inter_cloud_tokens))) == toset(keys(var.remote_reader_last_entry_urls))
    error_message = "inter_cloud_tokens must have the clouds of remote_reader_last_entry_urls: a reader answers nobody without a token."
  }
}

variable "data_connector_package" {
  description = "Path of the zip with the functions, `host.json` at its root and the dependencies under `.python_packages/lib/site-packages`."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists(var.data_connector_package)
    error_message = "data_connector_package must be the path of an existing zip: its content hash names the blob that is deployed."
  }
}

variable "refresh_seconds" {
  description = "How often twins get the newest values, in seconds: 30, or minutes that divide an hour."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = contains([30, 60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800, 3600], var.refresh_seconds)
    error_message = "refresh_seconds must be 30, 60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800 or 3600: the schedule of a timer has no other regular intervals."
  }
}

variable "existing_instance" {
  description = "The resource id of an Azure Digital Twins instance that exists. Null creates one."
  type        = object({ id = string })
  default     = null

  validation {
    condition     = var.existing_instance == null ? true : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.DigitalTwins/digitalTwinsInstances/[^/]+$", var.existing_instance.id))
    error_message = "existing_instance must have the resource id of an Azure Digital Twins instance: roles are granted on it."
  }
}

variable "data_history" {
  description = "A database of an Azure Data Explorer cluster that exists, in which every change of a property, twin or relationship is kept. Null keeps none."
  type = object({
    kusto_cluster_id    = string
    kusto_database_name = string
  })
  default = null

  validation {
    condition     = var.data_history == null ? true : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Kusto/clusters/[^/]+$", var.data_history.kusto_cluster_id)) && length(trimspace(var.data_history.kusto_database_name)) > 0
    error_message = "data_history must have the resource id of an Azure Data Explorer cluster and the name of a database: the instance writes there."
  }
}

variable "reader_principal_ids" {
  description = "Object ids of who may read the twins, by names of your own: the identity of a Grafana, a group of people."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.reader_principal_ids) : can(regex("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", id))])
    error_message = "reader_principal_ids must be object ids (UUIDs) of principals: Azure grants a role to nothing else."
  }
}

variable "allow_deletions" {
  description = "The hash of the graph, as the graph function logs it when it refuses to delete many twins at once. Null allows none."
  type        = string
  default     = null

  validation {
    condition     = var.allow_deletions == null ? true : can(regex("^[0-9a-f]{64}$", var.allow_deletions))
    error_message = "allow_deletions must be a hash of 64 hexadecimal digits: it allows the deletions of one graph and no other."
  }
}

variable "deletion_protection" {
  description = "Whether Terraform is refused to destroy anything of the module, or to replace the instance that it makes, until this is set to false and applied. It does not keep others from deleting the instance. A deleted instance cannot be restored; the functions make its twins again, and not what others added to it."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarms" {
  description = "Alarms of each function, and the resource ids of the action groups that they notify. They cost per alarm; false makes none."
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

variable "timeout_seconds" {
  description = "Longest time in seconds that one run of a function may take, from 60 to 1800. The graph function stops before it and goes on with its next run."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 60 && var.timeout_seconds <= 1800 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds must be an integer from 60 to 1800: a shorter run ends before it has asked a slow reader, and a longer one keeps a cloud's next run waiting."
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

variable "tags" {
  description = "Tags for every resource that can carry them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "location" {
  description = "Azure region that offers Azure Digital Twins and the Flex Consumption plan, for example `westeurope`."
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
