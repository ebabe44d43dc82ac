# The graph: models, twins and what they are in, as one JSON blob that the graph function makes Azure Digital Twins
# equal to. No Terraform provider can make models, and azapi's resource of a twin would replace the whole twin, its
# values included, at each change; a blob's content is shown twin by twin in a plan.

locals {
  # A DTMI has no hyphens.
  model_prefix = "dtmi:crosstwin:${replace(var.digital_twin_name, "-", "_")}"
  place_model  = "${local.model_prefix}:Place;1"
  device_model = "${local.model_prefix}:Device;1"

  # What has a model of its own: each type, and each device with properties of its own.
  kinds = merge(
    { for name, type in var.device_types : "type ${name}" => merge(type, { name = name }) },
    { for id, device in var.devices : "device ${id}" => merge(device, { name = "device" }) if device.type == null },
  )

  # ADT takes DTDL 3, whose units of measure know no kN: a unit stands in the display name.
  contents = {
    for key, kind in local.kinds : key => concat(
      [
        for name, type in kind.properties : {
          "@type"     = "Property"
          name        = name
          displayName = lookup(kind.units, name, null) == null ? name : "${name} (${kind.units[name]})"
          # Both sides of a condition must have one type, which objects and strings are not.
          schema = jsondecode(
            type == "list" ? jsonencode({ "@type" = "Array", elementSchema = kind.elements[name] }) :
            type == "map" ? jsonencode({
              "@type"  = "Map"
              mapKey   = { name = "key", schema = "string" }
              mapValue = { name = "value", schema = kind.elements[name] }
            }) : jsonencode(type)
          )
        }
      ],
      [
        for name, constant in kind.constants : {
          "@type"     = "Property"
          name        = name
          displayName = name
          schema      = constant.type
        }
      ],
    )
  }

  # A model cannot be changed once it is there, so its id says what is in it.
  model_ids = {
    for key, kind in local.kinds :
    key => "${local.model_prefix}:${kind.name}_${substr(sha256(jsonencode(local.contents[key])), 0, 8)};1"
  }

  # Devices that are alike share a model.
  key_of_model = { for key, id in local.model_ids : id => key... }

  models = merge(
    {
      (local.place_model) = {
        interface = {
          "@context"  = "dtmi:dtdl:context;3"
          "@id"       = local.place_model
          "@type"     = "Interface"
          displayName = "Place"
          contents    = [{ "@type" = "Relationship", name = "contains" }]
        }
        telemetry = {}
      }
      (local.device_model) = {
        interface = {
          "@context"  = "dtmi:dtdl:context;3"
          "@id"       = local.device_model
          "@type"     = "Interface"
          displayName = "Device"
          extends     = local.place_model
          contents = [
            { "@type" = "Property", name = "hotProvider", schema = "string" },
            { "@type" = "Property", name = "observedAt", schema = "dateTime" },
          ]
        }
        telemetry = {}
      }
    },
    {
      for id, keys in local.key_of_model : id => {
        interface = {
          "@context"  = "dtmi:dtdl:context;3"
          "@id"       = id
          "@type"     = "Interface"
          displayName = substr(join(", ", local.contents[keys[0]][*].name), 0, 512)
          extends     = local.device_model
          contents    = local.contents[keys[0]]
        }
        telemetry = local.kinds[keys[0]].properties
      }
    },
  )

  constants = {
    for id, device in var.devices : id => {
      for name, constant in merge(device.type == null ? {} : var.device_types[device.type].constants, device.constants) :
      name => jsondecode(constant.type == "string" ? jsonencode(constant.value) : constant.value)
    }
  }

  twins = merge(
    {
      for id, place in var.places : id => {
        for name, value in { model = local.place_model, parent = place.parent } : name => value if value != null
      }
    },
    {
      for id, device in var.devices : id => {
        for name, value in {
          model        = local.model_ids[device.type == null ? "device ${id}" : "type ${device.type}"]
          parent       = device.parent
          component_of = device.component_of
          component    = device.component
          hot_provider = device.hot_provider
          constants    = length(local.constants[id]) == 0 ? null : local.constants[id]
        } : name => value if value != null
      }
    },
  )

  graph = jsonencode({ models = local.models, twins = local.twins })
}

resource "azurerm_storage_container" "graph" {
  # checkov:skip=CKV2_AZURE_21: it holds what twin.yaml says, no telemetry; the one who reads it is the app

  name                  = "graph"
  storage_account_id    = azurerm_storage_account.connector.id
  container_access_type = "private"
}

# One name, so that a plan shows the change within it. New content replaces the blob. A run of the graph function that
# finds no blob in that moment changes nothing.
resource "azurerm_storage_blob" "graph" {
  name                 = "graph.json"
  storage_container_id = azurerm_storage_container.graph.id
  type                 = "Block"
  source_content       = local.graph
  content_type         = "application/json"
}
