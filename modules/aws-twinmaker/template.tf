# The CloudFormation template, as data. Ids and names are plain text, so no substitution can happen in them.

locals {
  component_name = "telemetry"

  template_bytes_max = 1048576 # AWS CloudFormation quotas: template body in an S3 object
  # On its own, because a failed condition prints every value that it names.
  template_bytes = length(local.template_body)
  template_hash  = sha256(local.template_body)

  component_type_ids = { for id in keys(var.devices) : id => "${var.digital_twin_name}.${id}" }

  # Logical ids are letters and digits only, and must not change when another device comes or goes.
  logical_ids = { for id in keys(var.devices) : id => "${replace(id, "/[^A-Za-z0-9]/", "")}${substr(sha256(id), 0, 8)}" }

  # The readers look at the value of this property: by it, one function serves many devices.
  device_property = "iotDeviceId"

  component_types = {
    for id, device in var.devices : "ComponentType${local.logical_ids[id]}" => {
      Type = "AWS::IoTTwinMaker::ComponentType"
      Properties = {
        WorkspaceId     = { Ref = "Workspace" }
        ComponentTypeId = local.component_type_ids[id]
        Description     = "Telemetry of ${id}"
        Functions = {
          # By entity: a query by component type is one that the functions do not answer, and TwinMaker says so.
          for name, arn in {
            dataReaderByEntity                   = device.data_reader_arn
            attributePropertyValueReaderByEntity = device.attribute_reader_arn
            } : name => {
            ImplementedBy      = { Lambda = { Arn = arn } }
            RequiredProperties = [local.device_property]
            Scope              = "ENTITY"
          }
        }
        PropertyDefinitions = merge(
          {
            (local.device_property) = {
              DataType           = { Type = "STRING" }
              IsRequiredInEntity = true
            }
          },
          # A property's history …
          { for name, type in device.properties : name => {
            DataType           = { Type = upper(type) }
            IsStoredExternally = true
            IsTimeSeries       = true
          } },
          # … and its newest value: TwinMaker asks the attribute reader only for what is not a time series.
          { for name, type in device.properties : "${name}Latest" => {
            DataType           = { Type = upper(type) }
            IsStoredExternally = true
            IsTimeSeries       = false
          } },
        )
      }
    }
  }

  entities = {
    for id in keys(var.devices) : "Entity${local.logical_ids[id]}" => {
      Type = "AWS::IoTTwinMaker::Entity"
      # The component's type is named by a plain id, which CloudFormation does not see as a dependency.
      DependsOn = "ComponentType${local.logical_ids[id]}"
      Properties = {
        WorkspaceId = { Ref = "Workspace" }
        EntityId    = id
        EntityName  = id
        Components = {
          (local.component_name) = {
            ComponentName   = local.component_name
            ComponentTypeId = local.component_type_ids[id]
            Properties = {
              (local.device_property) = { Value = { StringValue = id } }
            }
          }
        }
      }
    }
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
