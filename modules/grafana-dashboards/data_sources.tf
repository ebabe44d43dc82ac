resource "grafana_data_source" "twin" {
  for_each = local.data_sources

  uid  = each.key
  name = each.value.name
  type = each.value.type
  url  = local.urls[each.key]

  json_data_encoded = local.settings[each.key]
  secure_json_data_encoded = jsonencode({
    for name, value in try(each.value.secureJsonData, {}) : name => lookup(var.secrets, trimprefix(value, "$"), "")
  })

  lifecycle {
    precondition {
      condition     = length(local.missing[each.key]) == 0
      error_message = "The data source ${each.key} names variables that are neither in secrets nor in settings: ${join(", ", local.missing[each.key])}."
    }
  }
}

locals {
  provisioned  = yamldecode(file("${var.files_path}/provisioning/datasources/${var.digital_twin_name}.yaml")).datasources
  data_sources = { for source in local.provisioned : source.uid => source }

  # A placeholder is `$NAME`. The names of secrets are not secret, and are needed to find what is missing.
  placeholder = "\\$[A-Z0-9_]+|[^$]+"
  secrets     = nonsensitive(toset(keys(var.secrets)))

  missing = {
    for id, source in local.data_sources : id => sort(setsubtract(
      distinct([for name in regexall("\\$([A-Z0-9_]+)", jsonencode(source)) : name[0]]),
      setunion(local.secrets, keys(var.settings)),
    ))
  }
  urls = {
    for id, source in local.data_sources : id => join("", [
      for part in regexall(local.placeholder, try(source.url, "")) :
      startswith(part, "$") ? lookup(var.settings, trimprefix(part, "$"), part) : part
    ])
  }
  settings = {
    for id, source in local.data_sources : id => join("", [
      for part in regexall(local.placeholder, jsonencode(source.jsonData)) :
      startswith(part, "$") ? lookup(var.settings, trimprefix(part, "$"), part) : part
    ])
  }
}
