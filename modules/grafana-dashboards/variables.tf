variable "digital_twin_name" {
  description = "Name of the digital twin; it names its files, and the dashboards' folder in Grafana."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.digital_twin_name))
    error_message = "digital_twin_name must be 2 to 32 characters, lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen: a twin's files are named so."
  }
}

variable "files_path" {
  description = "Path of the folder that `crosstwin grafana` wrote."
  type        = string
  nullable    = false

  validation {
    condition     = fileexists("${var.files_path}/provisioning/datasources/${var.digital_twin_name}.yaml")
    error_message = "files_path must hold provisioning/datasources/${var.digital_twin_name}.yaml, because the data sources are read from there: write it with `crosstwin grafana`."
  }
}

variable "secrets" {
  description = "The secrets that the data sources name, without the $: CROSSTWIN_FACTORY_AWS_TOKEN and so on."
  type        = map(string)
  nullable    = false
  sensitive   = true
}

variable "settings" {
  description = "The other variables that the data sources name, without the $: for Azure Digital Twins, the client id."
  type        = map(string)
  default     = {}
  nullable    = false
}
