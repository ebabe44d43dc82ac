# Entities: of places in one stack, of devices in stacks by a hash of their ids, so that an entity stays in its stack
# whatever becomes of others.

locals {
  devices = { for id, device in var.devices : id => {
    cloud        = device.cloud
    type         = try(device.type, null)
    properties   = try(device.properties, null) == null ? {} : device.properties
    units        = try(device.units, null) == null ? {} : device.units
    elements     = try(device.elements, null) == null ? {} : device.elements
    constants    = try(device.constants, null) == null ? {} : device.constants
    name         = try(device.name, null)
    parent       = try(device.parent, null)
    component_of = try(device.component_of, null)
    component    = try(device.component, null)
  } }

  shard_count = 32

  # The devices of each stack that have an entity, and those that are further components of an entity.
  shards = {
    for id, device in local.devices : format("%02d", parseint(substr(sha256(id), 0, 8), 16) % local.shard_count) => id...
    if device.component_of == null
  }
  components_of = { for id, device in local.devices : device.component_of => id... if device.component_of != null }

  places_with_devices = { for device in values(local.devices) : device.parent => true... if device.parent != null }

  entity_name_pattern = "^[a-zA-Z_0-9.-][a-zA-Z_0-9. -]*[a-zA-Z0-9]$"
  component_name      = "telemetry"

  place_entities = { for id, place in var.places : "Entity${local.logical_ids[id]}" => {
    for section, value in {
      Type = "AWS::IoTTwinMaker::Entity"
      # The parent is named by a plain id, which CloudFormation does not see as a dependency.
      DependsOn = place.parent == null ? null : ["Entity${local.logical_ids[place.parent]}"]
      Properties = { for argument, value in {
        WorkspaceId = var.digital_twin_name
        EntityId    = id
        # CloudFormation's pattern, in full: another name stands in the description.
        EntityName     = can(regex(local.entity_name_pattern, coalesce(place.name, id))) ? coalesce(place.name, id) : id
        Description    = can(regex(local.entity_name_pattern, coalesce(place.name, id))) ? null : coalesce(place.name, id)
        ParentEntityId = place.parent
      } : argument => value if value != null }
    } : section => value if value != null
  } }

  shard_resources = { for shard, ids in local.shards : shard => merge(
    { for id in ids : "Entity${local.logical_ids[id]}" => {
      for section, value in {
        Type = "AWS::IoTTwinMaker::Entity"
        # Component types are named by plain ids; those of device types are in stacks that this one waits for.
        DependsOn = !can(local.own_types[id]) ? null : [for device in local.own_types[id] : "ComponentType${local.logical_ids[device]}"]
        Properties = { for argument, value in {
          WorkspaceId    = var.digital_twin_name
          EntityId       = id
          EntityName     = can(regex(local.entity_name_pattern, coalesce(local.devices[id].name, id))) ? coalesce(local.devices[id].name, id) : id
          Description    = can(regex(local.entity_name_pattern, coalesce(local.devices[id].name, id))) ? null : coalesce(local.devices[id].name, id)
          ParentEntityId = local.devices[id].parent
          Components     = { for device in concat([id], try(local.components_of[id], [])) : local.components[device].ComponentName => local.components[device] }
        } : argument => value if value != null }
      } : section => value if value != null
    } },
    { for device in flatten([for id in ids : try(local.own_types[id], [])]) : "ComponentType${local.logical_ids[device]}" => {
      Type = "AWS::IoTTwinMaker::ComponentType"
      Properties = {
        WorkspaceId         = var.digital_twin_name
        ComponentTypeId     = local.component_type_ids[device]
        Description         = "Telemetry of ${device}"
        Functions           = local.functions[local.devices[device].cloud]
        PropertyDefinitions = local.property_definitions["device-${device}"]
      }
    } },
  ) }
  shard_sizes = { for shard, resources in local.shard_resources : shard => length(resources) }

  # The devices of each entity that have a component type of their own.
  own_types = { for id, device in local.devices : coalesce(device.component_of, id) => id... if device.type == null }

  components = { for id, device in local.devices : id => {
    ComponentName   = device.component_of == null ? local.component_name : device.component
    ComponentTypeId = local.component_type_ids[id]
    Properties = merge(
      { for name in local.id_properties[device.type == null ? "" : device.type] : name => { Value = { StringValue = id } } },
      { for name, constant in device.type == null ? {} : device.constants : name => {
        Value = { (local.value_keys[constant.type]) = jsondecode(constant.type == "string" ? jsonencode(constant.value) : constant.value) }
      } },
    )
  } }
  # An alarm's key is required, and Grafana looks alarms up by any external id: both are the device's id.
  id_properties = merge(
    { "" = [local.device_property] },
    { for name, type in var.device_types : name => type.alarm ? [local.device_property, "alarm_key"] : [local.device_property] },
  )
}
