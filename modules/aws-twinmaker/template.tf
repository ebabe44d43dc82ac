# The CloudFormation template, as data. Ids and names are plain text, so no substitution can happen in them.

locals {
  component_name = "telemetry"

  template_bytes_max = 1048576 # AWS CloudFormation quotas: template body in an S3 object
  # On its own, because a failed condition prints every value that it names.
  template_bytes = length(local.template_body)
  template_hash  = sha256(local.template_body)

  # A device with a type shares the component type of that type and of the cloud with its data.
  kinds = {
    for id, device in var.devices : id => device.type == null ? id : "${device.type}.${device.cloud}"
  }
  component_type_ids = { for id, kind in local.kinds : id => "${var.digital_twin_name}.${kind}" }

  # Logical ids are letters and digits only, and must not change when another device comes or goes.
  logical_ids = {
    for id in distinct(concat(keys(var.devices), keys(var.places), keys(var.device_types), values(local.kinds))) :
    id => "${replace(id, "/[^A-Za-z0-9]/", "")}${substr(sha256(id), 0, 8)}"
  }

  # The readers look at the value of this property: by it, one function serves many devices. As an external id, it
  # is also how Grafana finds a device's series.
  device_property = "iotDeviceId"
  device_property_definition = {
    (local.device_property) = {
      DataType           = { Type = "STRING" }
      IsExternalId       = true
      IsRequiredInEntity = true
    }
  }

  # What has properties: device types, and devices without a type.
  described = merge(
    { for name, type in var.device_types : name => {
      properties = type.properties, units = type.units, elements = type.elements, constants = type.constants
    } },
    { for id, device in var.devices : id => {
      properties = device.properties, units = device.units, elements = device.elements, constants = device.constants
    } if device.type == null },
  )
  data_types = { for key, one in local.described : key => {
    for name, type in one.properties : name => merge(
      { Type = upper(type) },
      { for argument, value in { UnitOfMeasure = lookup(one.units, name, null) } : argument => value if value != null },
      { for argument, value in { NestedType = lookup(one.elements, name, null) } : argument => { Type = upper(value) } if value != null },
    )
  } }
  value_keys = {
    double = "DoubleValue", integer = "IntegerValue", long = "LongValue", string = "StringValue", boolean = "BooleanValue"
  }
  property_definitions = { for key, one in local.described : key => merge(
    local.device_property_definition,
    # A property's history …
    { for name, type in local.data_types[key] : name => {
      DataType           = type
      IsStoredExternally = true
      IsTimeSeries       = true
    } },
    # … and its newest value: TwinMaker asks the attribute reader only for what is not a time series.
    { for name, type in local.data_types[key] : "${name}Latest" => {
      DataType           = type
      IsStoredExternally = true
      IsTimeSeries       = false
    } },
    { for name, constant in one.constants : name => {
      DataType           = { Type = upper(constant.type) }
      IsStoredExternally = false
      IsTimeSeries       = false
      DefaultValue       = { (local.value_keys[constant.type]) = jsondecode(constant.type == "string" ? jsonencode(constant.value) : constant.value) }
    } },
  ) }

  # The functions of each component type that has some. By entity: a query by component type is one that they do not
  # answer, and TwinMaker says so.
  functions = {
    for kind, arns in { for id, device in var.devices : local.kinds[id] => {
      dataReaderByEntity                   = device.data_reader_arn
      attributePropertyValueReaderByEntity = device.attribute_reader_arn
      }... } : kind => { for name, arn in arns[0] : name => {
      ImplementedBy      = { Lambda = { Arn = arn } }
      RequiredProperties = [local.device_property]
      Scope              = "ENTITY"
    } }
  }

  component_types = merge(
    # A type describes its properties once …
    { for name in keys(var.device_types) : "ComponentType${local.logical_ids[name]}" => {
      Type = "AWS::IoTTwinMaker::ComponentType"
      Properties = {
        WorkspaceId         = { Ref = "Workspace" }
        ComponentTypeId     = "${var.digital_twin_name}.${name}"
        Description         = "Telemetry of ${name}"
        PropertyDefinitions = local.property_definitions[name]
      }
    } },
    # … and is extended for each cloud, by the functions that read its devices' data there.
    { for kind, type in { for id, device in var.devices : local.kinds[id] => device.type... if device.type != null } : "ComponentType${local.logical_ids[kind]}" => {
      Type      = "AWS::IoTTwinMaker::ComponentType"
      DependsOn = ["ComponentType${local.logical_ids[type[0]]}"]
      Properties = {
        WorkspaceId     = { Ref = "Workspace" }
        ComponentTypeId = "${var.digital_twin_name}.${kind}"
        Description     = "Telemetry of ${kind}"
        ExtendsFrom     = ["${var.digital_twin_name}.${type[0]}"]
        Functions       = local.functions[kind]
      }
    } },
    { for id, device in var.devices : "ComponentType${local.logical_ids[id]}" => {
      Type = "AWS::IoTTwinMaker::ComponentType"
      Properties = {
        WorkspaceId         = { Ref = "Workspace" }
        ComponentTypeId     = local.component_type_ids[id]
        Description         = "Telemetry of ${id}"
        Functions           = local.functions[id]
        PropertyDefinitions = local.property_definitions[id]
      }
    } if device.type == null },
  )

  # The devices of each entity: the one whose id it has, and those that are components of it.
  entity_devices = {
    for id, device in var.devices : coalesce(device.component_of, id) => id...
  }
  entity_parents = merge(
    { for id, place in var.places : id => place.parent },
    { for id, device in var.devices : id => device.parent if device.component_of == null },
  )
  entity_names = {
    for id, one in merge(
      { for id, place in var.places : id => place.name },
      { for id, device in var.devices : id => device.name if device.component_of == null },
    ) : id => one == null ? id : one
  }

  entities = {
    for id, parent in local.entity_parents : "Entity${local.logical_ids[id]}" => {
      for section, value in {
        Type = jsonencode("AWS::IoTTwinMaker::Entity")
        # The component types and the parent are named by plain ids, which CloudFormation does not see as dependencies.
        DependsOn = jsonencode(distinct(concat(
          [for device in lookup(local.entity_devices, id, []) : "ComponentType${local.logical_ids[local.kinds[device]]}"],
          parent == null ? [] : ["Entity${local.logical_ids[parent]}"],
        )))
        Properties = jsonencode(merge(
          {
            WorkspaceId = { Ref = "Workspace" }
            EntityId    = id
            # CloudFormation's pattern, in full: another name stands in the description.
            EntityName = (
              can(regex(local.entity_name_pattern, local.entity_names[id])) ? local.entity_names[id] : id
            )
          },
          { for name in [local.entity_names[id]] : "Description" => name if !can(regex(local.entity_name_pattern, name)) },
          parent == null ? {} : { ParentEntityId = parent },
          { for devices in [lookup(local.entity_devices, id, [])] : "Components" => {
            for device in devices : local.component_names[device] => {
              ComponentName   = local.component_names[device]
              ComponentTypeId = local.component_type_ids[device]
              Properties = merge(
                { (local.device_property) = { Value = { StringValue = device } } },
                { for name, constant in var.devices[device].type == null ? {} : var.devices[device].constants : name => {
                  Value = { (local.value_keys[constant.type]) = jsondecode(constant.type == "string" ? jsonencode(constant.value) : constant.value) }
                } },
              )
            }
          } if length(devices) > 0 },
        ))
      } : section => jsondecode(value) if value != "[]"
    }
  }
  entity_name_pattern = "^[a-zA-Z_0-9.-][a-zA-Z_0-9. -]*[a-zA-Z0-9]$"
  component_names = {
    for id, device in var.devices : id => device.component_of == null ? local.component_name : device.component
  }

  template_body = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Description              = "TwinMaker workspace of the digital twin ${var.digital_twin_name}"
    Parameters               = { TemplateHash = { Type = "String" } }
    Resources = merge(
      {
        Workspace = {
          Type = "AWS::IoTTwinMaker::Workspace"
          Properties = {
            WorkspaceId = var.digital_twin_name
            Description = "Digital twin ${var.digital_twin_name}"
            Role        = aws_iam_role.workspace.arn
            S3Location  = aws_s3_bucket.workspace.arn
          }
        }
      },
      local.component_types,
      local.entities,
    )
    Outputs = {
      TemplateHash = { Value = { Ref = "TemplateHash" } }
      WorkspaceId  = { Value = { Ref = "Workspace" } }
      WorkspaceArn = { Value = { "Fn::GetAtt" = ["Workspace", "Arn"] } }
    }
  })
}
