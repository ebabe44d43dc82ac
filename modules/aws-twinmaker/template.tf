# The CloudFormation templates, as data. Ids and names are plain text, so no substitution can happen in them.
#
# There may be ten thousand devices. Terraform walks through each argument of a function in full, so a lookup() in a
# map of all devices, once for each device, takes minutes: here such maps are indexed instead, within try() and can(). So does distinct(),
# which compares each with each.

locals {
  templates = { for key, template in local.stacks : key => jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Description              = template.description
    Parameters               = { TemplateHash = { Type = "String" } }
    Resources                = template.resources
    Outputs                  = merge({ TemplateHash = { Value = { Ref = "TemplateHash" } } }, template.outputs)
  }) }
  template_hashes = { for key, body in local.templates : key => sha256(body) }
  # On its own, because a failed condition prints every value that it names.
  template_bytes = { for key, body in local.templates : key => length(body) }

  stacks = merge(
    {
      workspace = {
        description = "TwinMaker workspace of the digital twin ${var.digital_twin_name}"
        resources = {
          Workspace = {
            Type = "AWS::IoTTwinMaker::Workspace"
            Properties = {
              WorkspaceId = var.digital_twin_name
              Description = "Digital twin ${var.digital_twin_name}"
              Role        = aws_iam_role.workspace.arn
              S3Location  = aws_s3_bucket.workspace.arn
            }
          }
        }
        outputs = {
          WorkspaceId  = { Value = { Ref = "Workspace" } }
          WorkspaceArn = { Value = { "Fn::GetAtt" = ["Workspace", "Arn"] } }
        }
      }
    },
    { for key in ["places"] : key => {
      description = "Places of the digital twin ${var.digital_twin_name}"
      resources   = local.place_entities
      outputs     = {}
    } if length(var.places) > 0 },
    { for name, component_type in local.component_types : "type-${name}" => {
      description = "Component type ${name} of the digital twin ${var.digital_twin_name}"
      resources   = { ComponentType = component_type }
      outputs     = {}
    } },
    { for shard, resources in local.shard_resources : "devices-${shard}" => {
      description = "Devices of the digital twin ${var.digital_twin_name}, part ${shard}"
      resources   = resources
      outputs     = {}
    } },
  )

  # Logical ids are letters and digits only, and must not change when another device comes or goes.
  logical_ids = merge([for named in [local.devices, var.places, var.device_types, local.types_of_clouds] : {
    for id, _ in named : id => "${replace(id, "/[^A-Za-z0-9]/", "")}${substr(sha256(id), 0, 8)}"
  }]...)
}
