# Component types: what devices of a type have in common is described once, and extended for each cloud by the
# functions that read its devices' data there. A device without a type has a component type of its own.

locals {
  types_of_clouds = {
    for kind, one in { for id, device in local.devices : "${device.type}.${device.cloud}" => { type = device.type, cloud = device.cloud }... if device.type != null } :
    kind => one[0]
  }

  # Of a device that is a component of another one's entity, the id has that entity in it: the device may move to
  # another entity, and so to another stack, while the old component type is still there.
  component_type_ids = { for id, device in local.devices : id => (
    device.type != null ? "${var.digital_twin_name}.${device.type}.${device.cloud}"
    : device.component_of == null ? "${var.digital_twin_name}.${id}"
    : "${var.digital_twin_name}.${id}.${substr(sha256(device.component_of), 0, 8)}"
  ) }

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

  value_keys = {
    double = "DoubleValue", integer = "IntegerValue", long = "LongValue", string = "StringValue", boolean = "BooleanValue"
  }

  # What has properties: device types, and devices without a type.
  described = merge(
    { for name, type in var.device_types : "type-${name}" => type },
    { for id, device in local.devices : "device-${id}" => {
      properties = device.properties, units = device.units, elements = device.elements, constants = device.constants, alarm = false
    } if device.type == null },
  )
  property_definitions = { for key, one in local.described : key => merge(
    local.device_property_definition,
    # A property's history …
    { for name, type in one.properties : name => {
      DataType           = local.data_types[key][name]
      IsStoredExternally = true
      IsTimeSeries       = true
      # alarm_status of an alarm is inherited.
    } if !(one.alarm && name == "alarm_status") },
    # … and its newest value: TwinMaker asks the attribute reader only for what is not a time series.
    { for name, type in one.properties : "${name}Latest" => {
      DataType           = local.data_types[key][name]
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
  data_types = { for key, one in local.described : key => {
    for name, type in one.properties : name => { for argument, value in {
      Type          = upper(type)
      UnitOfMeasure = try(one.units[name], null)
      NestedType    = can(one.elements[name]) ? { Type = upper(one.elements[name]) } : null
    } : argument => value if value != null }
  } }

  # By entity: a query by component type is one that they do not answer, and TwinMaker says so.
  functions = { for cloud, reader in var.readers : cloud => {
    for name, arn in {
      dataReaderByEntity                   = reader.data_reader_arn
      attributePropertyValueReaderByEntity = reader.attribute_reader_arn
      } : name => {
      ImplementedBy      = { Lambda = { Arn = arn } }
      RequiredProperties = [local.device_property]
      Scope              = "ENTITY"
    }
  } }

  # For all entities of a type at once, whatever their clouds.
  functions_of_types = one([for reader in aws_lambda_function.component_type_reader : {
    dataReaderByComponentType = {
      ImplementedBy = { Lambda = { Arn = reader.arn } }
      Scope         = "WORKSPACE"
    }
  }])

  component_types = merge(
    { for name, type in var.device_types : name => {
      Type = "AWS::IoTTwinMaker::ComponentType"
      Properties = { for argument, value in {
        WorkspaceId         = var.digital_twin_name
        ComponentTypeId     = "${var.digital_twin_name}.${name}"
        Description         = "Telemetry of ${name}"
        PropertyDefinitions = local.property_definitions["type-${name}"]
        ExtendsFrom         = type.alarm ? ["com.amazon.iottwinmaker.alarm.basic"] : null
        Functions           = local.functions_of_types
      } : argument => value if value != null }
    } },
    { for kind, one in local.types_of_clouds : kind => {
      Type = "AWS::IoTTwinMaker::ComponentType"
      Properties = {
        WorkspaceId     = var.digital_twin_name
        ComponentTypeId = "${var.digital_twin_name}.${kind}"
        Description     = "Telemetry of ${kind}"
        ExtendsFrom     = ["${var.digital_twin_name}.${one.type}"]
        Functions       = local.functions[one.cloud]
      }
    } },
  )
}
